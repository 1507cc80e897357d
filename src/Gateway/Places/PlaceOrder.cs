namespace GridGrains.Gateway;

/// <summary>The order of a walk through the tree, parents first: by id, with the dot before every other character.</summary>
internal static class PlaceOrder
{
    /// <summary>Below 0 where <paramref name="a"/> comes first.</summary>
    public static int Compare(string a, string b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] != b[i])
                return a[i] == '.' ? -1 : b[i] == '.' ? 1 : a[i] - b[i];
        }
        return a.Length - b.Length;
    }
}
