using System.Text.Json;

namespace GridGrains.Gateway;

/// <content>Single values, and what is said where one is not as it should be.</content>
internal ref partial struct ReportCursor
{
    /// <summary>The problem for a body on which reading threw.</summary>
    public readonly Problem NotJson(Exception e)
    {
        var path = Path(null);
        var (where, member) = path.Length == 0 ? ("the body", null) : (path, path);
        return e is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
            ? Problem.Malformed($"{where} is not JSON at line {line + 1}, byte {position + 1}", member)
            : Problem.Malformed($"{where} has text that is not Unicode", member);
    }

    /// <summary>Refuses the whole call.</summary>
    public bool TooLarge(string detail) => Fail(Problem.TooLarge(detail));

    // The catalogue's own string is kept, so that a report brings none of its own.
    private bool ReadSeries(out string series)
    {
        series = "";
        if (!ReadText("series"))
            return false;
        Span<char> buffer = stackalloc char[ShortText];
        var text = Text(buffer);
        series = Catalogue.Current.TryGetSeries(text, out var known) ? known.Code : text.ToString();
        return true;
    }

    private bool ReadString(string member, out string text)
    {
        text = "";
        if (!ReadText(member))
            return false;
        text = json.GetString()!;
        return true;
    }

    private bool ReadValue(out long value)
    {
        value = 0;
        json.Read();
        if (json.TokenType != JsonTokenType.Number)
            return WrongType(Path("value"), "a number");
        if (json.TryGetInt64(out value))
            return true;
        // 10.0 and 1e1 are whole numbers too.
        if (json.TryGetDecimal(out var number) && decimal.IsInteger(number) && number >= long.MinValue && number <= long.MaxValue)
            value = (long)number;
        else
            Refuse("value", "must be a whole number below 2^63");
        return true;
    }

    private bool ReadAt(ref DateTime at)
    {
        if (!ReadText("at"))
            return false;
        Span<char> buffer = stackalloc char[ShortText];
        if (Rfc3339.TryParse(Text(buffer), out var utc))
            at = utc;
        else
            Refuse("at", Rfc3339.Rule);
        return true;
    }

    private bool ReadText(string member)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String || WrongType(Path(member), "a string");
    }

    private readonly ReadOnlySpan<char> Text(Span<char> buffer) =>
        json.ValueSpan.Length <= buffer.Length ? buffer[..json.CopyString(buffer)] : json.GetString();

    private bool Once(ref bool seen, string member)
    {
        if (seen)
            return Twice(member);
        seen = true;
        return true;
    }

    private bool Twice(string member) => Fail(Problem.Malformed($"{Path(member)} is there twice", Path(member)));

    private bool Missing(string member) => Fail(Problem.Malformed($"{Path(member)} is missing", Path(member)));

    private bool Unknown()
    {
        var name = json.GetString()!;
        var path = Path(name.Length <= ShortText ? name : name[..ShortText] + "…");
        return Fail(Problem.Malformed($"{path} is not a member that is known here", path));
    }

    private bool WrongType(string path, string expected) =>
        Fail(path.Length == 0 ? Problem.Malformed($"the body must be {expected}") : Problem.Malformed($"{path} must be {expected}", path));

    private bool Fail(Problem problem)
    {
        Problem = problem;
        return false;
    }

    // The first error makes the report refused, so from here on the rules are asked for every observation, to name all that is wrong.
    private void Refuse(string member, string message)
    {
        if (errors is null)
        {
            errors = new MemberErrors();
            for (var i = 0; i < Math.Min(count, Report.MaxObservations); i++)
                CheckRules(i);
        }
        errors.Add(Path(member, withItem: false), message);
    }

    private readonly void CheckRules(int index)
    {
        if (ReportRules.Check(kept[index], now) is var (member, message))
            errors!.Add($"observations[{index}].{member}", message);
    }

    private readonly string Path(string? member, bool withItem = true)
    {
        var path = withItem && item >= 0 ? $"[{item}]" : "";
        if (observation >= 0)
            path += (path.Length > 0 ? "." : "") + $"observations[{observation}]";
        return member is null ? path : path.Length > 0 ? $"{path}.{member}" : member;
    }
}
