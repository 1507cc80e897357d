using System.Globalization;
using System.Text.RegularExpressions;

namespace GridGrains.Gateway;

/// <summary>What of ours is what of DHIS2's.</summary>
/// <param name="DataSet">The data set; null for none.</param>
/// <param name="Period">Which.</param>
/// <param name="Day">The day that is asked for; null for the present counts.</param>
/// <param name="IsOfTheDay">Whether the values are what was added on the day, and not what there is in all.</param>
/// <param name="Elements">Counts as data elements.</param>
/// <param name="OrgUnits">Places as organisation units, in the order of the tree.</param>
/// <param name="AttributeOptionCombo">Of every value; null for DHIS2's default.</param>
internal sealed record Dhis2Mapping(
    string? DataSet, Dhis2Period Period, DateOnly? Day, bool IsOfTheDay, Dhis2Element[] Elements, (PlaceNode Place, string OrgUnit)[] OrgUnits, string? AttributeOptionCombo);

/// <summary>A count as a data element.</summary>
internal sealed record Dhis2Element(Count Count, string DataElement, string? CategoryOptionCombo, IReadOnlyDictionary<string, string> Dimensions);

/// <summary>A count as a data element, before anything is known to be right.</summary>
internal sealed record Dhis2ElementBody(string? Count, string? DataElement, string? CategoryOptionCombo, IReadOnlyDictionary<string, string>? Dimensions);

/// <summary>A mapping as it is sent, before anything is known to be right.</summary>
internal sealed partial record Dhis2Body(
    string? IdScheme,
    string? DataSet,
    string? Period,
    string? Date,
    string? Values,
    string? AttributeOptionCombo,
    Dhis2ElementBody[]? DataElements,
    IReadOnlyDictionary<string, string>? OrgUnits,
    string? OrgUnitsByCode)
{
    /// <summary>As many organisation units as one file may have.</summary>
    public const int MostOrgUnits = 2_000;

    private const int MostOfADay = 200;
    private const int LongestCode = 50;

    /// <summary>The mapping, or what is wrong with it.</summary>
    /// <param name="root">Organisation units are places at or below this one.</param>
    /// <param name="today">By the campaign's clock, in China.</param>
    public (Dhis2Mapping? Mapping, Problem? Problem) Read(PlaceNode root, DateOnly today)
    {
        var errors = new MemberErrors();
        var byCode = IdScheme == "code";
        if (IdScheme is not (null or "uid" or "code"))
            errors.Add("idScheme", "must be uid or code");
        if (!Enum.TryParse<Dhis2PeriodType>(Period, out var type) || !Enum.IsDefined(type) || int.TryParse(Period, out _))
            errors.Add("period", $"must be one of {string.Join(", ", Enum.GetNames<Dhis2PeriodType>())}");
        if (Values is not (null or "total" or "day"))
            errors.Add("values", "must be total or day");
        else if (Values == "day" && type != Dhis2PeriodType.Daily)
            errors.Add("values", "may be day only where the period is Daily");
        DateOnly? day = Values == "day" ? today : null;
        if (Date is not null)
            day = DateOnly.TryParseExact(Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given) ? given : Refuse(errors, "date", "must be a day, as 2022-10-06");
        Check(errors, "dataSet", DataSet, byCode);
        Check(errors, "attributeOptionCombo", AttributeOptionCombo, byCode);
        var elements = ReadElements(errors, byCode);
        var units = OrgUnitsByCode is null ? ReadUnits(errors, root, byCode) : ReadUnitsByCode(errors, root, byCode);
        var most = day is null ? MostOrgUnits : MostOfADay;
        if (errors.IsEmpty && units.Length > most)
            errors.Add("orgUnits", $"are {units.Length}; at most {most} are read at once{(day is null ? "" : " for a day, each from the journal")}");
        return errors.IsEmpty
            ? (new(DataSet, new(type, day ?? today), day, Values == "day", elements, units, AttributeOptionCombo), null)
            : (null, Problem.Invalid(errors));
    }

    private Dhis2Element[] ReadElements(MemberErrors errors, bool byCode)
    {
        List<Dhis2Element> elements = [];
        if (DataElements is not { Length: > 0 })
            errors.Add("dataElements", "must name at least one count and its data element");
        foreach (var (i, element) in (DataElements ?? []).Index())
        {
            var path = $"dataElements[{i}]";
            Check(errors, $"{path}.categoryOptionCombo", element?.CategoryOptionCombo, byCode);
            foreach (var name in (element?.Dimensions ?? new Dictionary<string, string>()).Keys.Where(name => !DimensionName().IsMatch(name) || name is "dataElement" or "value"))
                errors.Add($"{path}.dimensions", $"has '{RowText.Shorten(name)}', which is no name of a dimension");
            if (element?.Count is null || !Catalogue.Current.TryGetCount(element.Count, out var count))
                errors.Add($"{path}.count", "must be a count of the catalogue");
            else if (element.DataElement is null)
                errors.Add($"{path}.dataElement", "is missing");
            else if (Check(errors, $"{path}.dataElement", element.DataElement, byCode))
                elements.Add(new(count, element.DataElement, element.CategoryOptionCombo, element.Dimensions ?? new Dictionary<string, string>()));
        }
        foreach (var twice in elements.GroupBy(e => (e.DataElement, e.CategoryOptionCombo, Dimensions: string.Join(';', e.Dimensions.OrderBy(d => d.Key, StringComparer.Ordinal)))).Where(g => g.Count() > 1))
            errors.Add("dataElements", $"has {twice.Key.DataElement} more than once");
        return [.. elements];
    }

    private (PlaceNode, string)[] ReadUnits(MemberErrors errors, PlaceNode root, bool byCode)
    {
        if (OrgUnits is not { Count: > 0 })
            errors.Add("orgUnits", "must name at least one place and its organisation unit, or orgUnitsByCode a level");
        var places = root.Subtree().Where(node => OrgUnits?.ContainsKey(node.Place.Id.Value) is true).ToList();
        foreach (var unknown in (OrgUnits ?? new Dictionary<string, string>()).Keys.Except(places.Select(node => node.Place.Id.Value)))
            errors.Add($"orgUnits.{RowText.Shorten(unknown)}", $"is no place at or below {root.Place.Id}");
        foreach (var (place, unit) in OrgUnits ?? new Dictionary<string, string>())
            Check(errors, $"orgUnits.{RowText.Shorten(place)}", unit ?? "", byCode);
        foreach (var twice in (OrgUnits ?? new Dictionary<string, string>()).GroupBy(unit => unit.Value).Where(g => g.Count() > 1))
            errors.Add("orgUnits", $"has {RowText.Shorten(twice.Key)} more than once");
        return [.. places.Select(node => (node, OrgUnits![node.Place.Id.Value]))];
    }

    // Whoever has imported places by their official codes has the mapping already.
    private (PlaceNode, string)[] ReadUnitsByCode(MemberErrors errors, PlaceNode root, bool byCode)
    {
        if (OrgUnits is not null)
            errors.Add("orgUnits", "is not needed beside orgUnitsByCode");
        if (!byCode)
            errors.Add("orgUnitsByCode", "needs the idScheme code");
        var coded = root.Subtree().Where(node => node.Place.Level == OrgUnitsByCode && node.Place.Attributes.ContainsKey(Place.Code)).ToList();
        if (coded.Count == 0)
            errors.Add("orgUnitsByCode", $"names a level ({RowText.Shorten(OrgUnitsByCode)}) of which no place at or below {root.Place.Id} has a code");
        return [.. coded.Select(node => (node, node.Place.Attributes[Place.Code].ToString(CultureInfo.InvariantCulture)))];
    }

    private static bool Check(MemberErrors errors, string member, string? id, bool byCode)
    {
        if (id is null || (byCode ? id.Length is > 0 and <= LongestCode && !id.Any(char.IsControl) && id.Trim() == id : Uid().IsMatch(id)))
            return true;
        errors.Add(member, byCode ? $"must be a code of 1 to {LongestCode} characters" : "must be a UID of DHIS2: a letter and 10 letters or digits");
        return false;
    }

    private static DateOnly? Refuse(MemberErrors errors, string member, string message)
    {
        errors.Add(member, message);
        return null;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{10}$")]
    private static partial Regex Uid();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]{0,49}$")]
    private static partial Regex DimensionName();
}
