using System.Globalization;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Keys and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>The key of a grain that is named by a string, asked of the grain itself or of a reference to it.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The key of a grain that is named by a number, asked of the grain itself or of a reference to it.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        long.Parse(grain.GetGrainId().Key.ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The grain's type and key, asked of the grain itself or of a reference to it.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainProxy proxy => proxy.GrainId,
        IGrainBase body => body.GrainContext.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"'{grain.GetType().FullName}' is neither a grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>A reference to the same grain by another of its interfaces; inside a grain: by <c>this</c>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        GrainProxy proxy => (TGrainInterface)(object)proxy.As(typeof(TGrainInterface)),
        IGrainBase body => (TGrainInterface)(object)Activation.Of(body.GrainContext).ReferTo(typeof(TGrainInterface)),
        _ => throw new ArgumentException("Only a grain or a reference to one can be made a reference.", nameof(grain)),
    };
}
