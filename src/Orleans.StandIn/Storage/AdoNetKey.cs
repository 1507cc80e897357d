using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A grain's key as its row has it: a Guid or a number where the text reads as one, as in Orleans, and else the text.</summary>
internal readonly record struct AdoNetKey(long N0, long N1, string? Text, int Hash)
{
    public static AdoNetKey Of(GrainId grain)
    {
        var text = grain.Key.ToString();
        if (Guid.TryParseExact(text, "N", out var guid))
        {
            var bytes = guid.ToByteArray();
            return new(BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8), null, HashOfKey(bytes));
        }
        return long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new(0, number, null, HashOfKey(BitConverter.GetBytes(number)))
            : new(0, 0, text, HashOfKey(Encoding.UTF8.GetBytes(text)));
    }

    // Orleans reads the hash's big-endian bytes as a little-endian number.
    public static int HashOf(byte[] bytes) => (int)BinaryPrimitives.ReverseEndianness(XxHash32.Hash(bytes));

    private static int HashOfKey(byte[] bytes)
    {
        Array.Reverse(bytes);
        return HashOf(bytes);
    }
}

/// <summary>ADO.NET providers by their invariant names.</summary>
internal static class AdoNetProviders
{
    private static readonly Dictionary<string, string> Factories = new()
    {
        ["Npgsql"] = "Npgsql.NpgsqlFactory, Npgsql",
    };

    /// <summary>A source of connections to that database, through the provider that the program brings.</summary>
    public static System.Data.Common.DbDataSource Open(string invariant, string? connection, string storage)
    {
        if (string.IsNullOrWhiteSpace(connection))
            throw new OrleansConfigurationException($"Grain storage '{storage}' has no ConnectionString.");
        if (!Factories.TryGetValue(invariant, out var type))
        {
            throw new OrleansConfigurationException(
                $"Grain storage '{storage}' has Invariant '{invariant}'; allowed are {string.Join(", ", Factories.Keys)}.");
        }
        var factory = Type.GetType(type, throwOnError: true)!.GetField("Instance")!.GetValue(null);
        return ((System.Data.Common.DbProviderFactory)factory!).CreateDataSource(connection);
    }
}
