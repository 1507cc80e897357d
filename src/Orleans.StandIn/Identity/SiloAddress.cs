namespace Orleans.Runtime;

/// <summary>The address of a silo; the one silo of the stand-in needs none.</summary>
[Immutable]
public sealed class SiloAddress
{
    private SiloAddress()
    {
    }
}
