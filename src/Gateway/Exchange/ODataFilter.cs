using System.Globalization;

namespace GridGrains.Gateway;

/// <summary>
/// Reads <c>$filter</c>, as much of OData's language as a table needs: <c>eq ne gt ge lt le</c> between a column and a literal, <c>startswith endswith contains</c>, <c>and or not</c> and brackets.
/// </summary>
internal sealed class ODataFilter
{
    private const int MostNested = 20;

    private static readonly string[] Operators = ["eq", "ne", "gt", "ge", "lt", "le"];
    private static readonly string[] Functions = ["startswith", "endswith", "contains"];

    private readonly Dictionary<string, ODataColumn> columns;
    private readonly List<string> words;
    private int at;
    private int nested;

    private ODataFilter(List<string> words, IEnumerable<ODataColumn> columns) => (this.words, this.columns) = (words, columns.ToDictionary(column => column.Name));

    /// <summary>What says of a row whether it is wanted, or a sentence on what is wrong.</summary>
    public static (Func<PlaceRow, bool>? Wanted, string? Wrong) Read(string text, IEnumerable<ODataColumn> columns)
    {
        try
        {
            var filter = new ODataFilter(Words(text), columns);
            var wanted = filter.Or();
            return filter.at < filter.words.Count ? (null, $"has '{filter.words[filter.at]}' where it should end") : (wanted, null);
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }

    private Func<PlaceRow, bool> Or()
    {
        var left = And();
        while (Takes("or"))
        {
            var (one, other) = (left, And());
            left = row => one(row) || other(row);
        }
        return left;
    }

    private Func<PlaceRow, bool> And()
    {
        var left = Not();
        while (Takes("and"))
        {
            var (one, other) = (left, Not());
            left = row => one(row) && other(row);
        }
        return left;
    }

    private Func<PlaceRow, bool> Not()
    {
        if (++nested > MostNested)
            throw new FormatException($"is nested more than {MostNested} times");
        try
        {
            if (Takes("not"))
            {
                var inner = Not();
                return row => !inner(row);
            }
            if (!Takes("("))
                return Predicate();
            var within = Or();
            Needs(")");
            return within;
        }
        finally
        {
            nested--;
        }
    }

    private Func<PlaceRow, bool> Predicate()
    {
        var name = Next("a column or a function");
        if (Functions.Contains(name))
            return Function(name);
        var column = Column(name);
        var op = Next("an operator");
        if (!Operators.Contains(op))
            throw new FormatException($"has '{op}' instead of an operator: {string.Join(", ", Operators)}");
        var literal = Literal(column, Next("a value"));
        return row => Holds(op, column.Value(row), literal);
    }

    private Func<PlaceRow, bool> Function(string name)
    {
        Needs("(");
        var column = Column(Next("a column"));
        if (column.Type != ODataColumn.Text)
            throw new FormatException($"asks {name} of {column.Name}, which is no text");
        Needs(",");
        var part = (string?)Literal(column, Next("a text")) ?? throw new FormatException($"asks {name} of null");
        Needs(")");
        return row => column.Value(row) is string text && name switch
        {
            "startswith" => text.StartsWith(part, StringComparison.Ordinal),
            "endswith" => text.EndsWith(part, StringComparison.Ordinal),
            _ => text.Contains(part, StringComparison.Ordinal),
        };
    }

    // A comparison with null is false, but for whether something is null.
    private static bool Holds(string op, object? value, object? literal)
    {
        if (value is null || literal is null)
            return op switch { "eq" => value is null && literal is null, "ne" => value is null != literal is null, _ => false };
        var order = value is string text ? string.CompareOrdinal(text, (string)literal) : Comparer<object>.Default.Compare(value, literal);
        return op switch { "eq" => order == 0, "ne" => order != 0, "gt" => order > 0, "ge" => order >= 0, "lt" => order < 0, _ => order <= 0 };
    }

    private static object? Literal(ODataColumn column, string word)
    {
        if (word == "null")
            return null;
        return column.Type switch
        {
            ODataColumn.Text when word is ['\'', .., '\''] && word.Length > 1 => word[1..^1].Replace("''", "'", StringComparison.Ordinal),
            ODataColumn.Number when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            ODataColumn.Time when Rfc3339.TryParse(word, out var time) => new DateTimeOffset(time),
            "Edm.Boolean" when word is "true" or "false" => word == "true",
            _ => throw new FormatException($"compares {column.Name} with {word}, which is no {column.Type}"),
        };
    }

    private ODataColumn Column(string name) => columns.TryGetValue(name, out var column) ? column : throw new FormatException($"has no column '{name}' to look at");

    private bool Takes(string word)
    {
        if (at >= words.Count || words[at] != word)
            return false;
        at++;
        return true;
    }

    private void Needs(string word)
    {
        if (!Takes(word))
            throw new FormatException($"needs '{word}'{(at < words.Count ? $" before '{words[at]}'" : " at its end")}");
    }

    private string Next(string what) => at < words.Count ? words[at++] : throw new FormatException($"ends where {what} should be");

    private static List<string> Words(string text)
    {
        List<string> words = [];
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            if (text[i] is '(' or ')' or ',')
                i++;
            else if (text[i] == '\'')
                i = EndOfText(text, i);
            else
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')' or ',' or '\''))
                    i++;
            words.Add(text[start..i]);
        }
        return words;
    }

    // A quote within is written twice.
    private static int EndOfText(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != '\'')
                continue;
            if (i + 1 >= text.Length || text[i + 1] != '\'')
                return i + 1;
            i++;
        }
        throw new FormatException("has a text that does not end");
    }
}
