using System.Text.RegularExpressions;

namespace GridGrains;

/// <summary>What a post may say.</summary>
internal static partial class PostRules
{
    private static readonly string[] Roles = [.. Catalogue.Current.Series.Select(s => s.Role).OfType<string>()];

    /// <summary>Why a post may not be, as (member, sentence), or null if it may.</summary>
    public static (string Member, string Message)? Check(Post post, City city)
    {
        if (!IdShape().IsMatch(post.Id))
            return ("id", "must be 1 to 64 characters of a-z 0-9 . -");
        if (!city.TryGetPlace(post.Place, out var place) || place.IsFormer)
            return ("place", $"{post.Place} is not there");
        if (!place.IsLeaf)
            return ("place", $"{post.Place} is an area; a post belongs to a leaf, such as {post.Place.Desk}");
        if (post.Kind.Length is 0 or > 64)
            return ("kind", "must be 1 to 64 characters");
        if (post.Name.Length is 0 or > 100)
            return ("name", "must be 1 to 100 characters");
        foreach (var requirement in post.Requires.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (RequirementShape().Match(requirement) is not { Success: true } match || !Roles.Contains(match.Groups["role"].Value))
                return ("requires", $"'{requirement}' is not role:number with a role of {string.Join(", ", Roles)}");
        }
        return HoursShape().IsMatch(post.Hours) ? null : ("hours", $"'{post.Hours}' is not from-to, as 07:30-21:00 or 00:00-24:00");
    }

    [GeneratedRegex(@"^[a-z0-9.-]{1,64}\z")]
    private static partial Regex IdShape();

    [GeneratedRegex(@"^(?<role>[a-z_]+):[1-9]\d{0,3}\z")]
    private static partial Regex RequirementShape();

    [GeneratedRegex(@"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)\z")]
    private static partial Regex HoursShape();
}
