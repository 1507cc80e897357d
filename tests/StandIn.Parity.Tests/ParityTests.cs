using GridGrains.StandIn.Metadata;
using Xunit;

namespace GridGrains.StandIn;

public sealed class ParityTests(ITestOutputHelper output)
{
    // Types whose package (Core, Persistence.Memory, Runtime, Serialization) the feed may lack; nothing else may go unread.
    private static readonly string[] MayBeAbsent =
    [
        "Microsoft.Extensions.Hosting.OrleansClientGenericHostExtensions",
        "Microsoft.Extensions.Hosting.OrleansSiloGenericHostExtensions",
        "Orleans.AliasAttribute",
        "Orleans.Configuration.ClientMessagingOptions",
        "Orleans.Configuration.ClusterMembershipOptions",
        "Orleans.Configuration.ClusterOptions",
        "Orleans.Configuration.EndpointOptions",
        "Orleans.Configuration.GatewayOptions",
        "Orleans.Configuration.GrainCollectionOptions",
        "Orleans.Configuration.MemoryGrainStorageOptions",
        "Orleans.Configuration.MessagingOptions",
        "Orleans.Configuration.SiloMessagingOptions",
        "Orleans.GenerateSerializerAttribute",
        "Orleans.GrainState`1",
        "Orleans.Hosting.CoreHostingExtensions",
        "Orleans.Hosting.EndpointOptionsExtensions",
        "Orleans.Hosting.IClientBuilder",
        "Orleans.Hosting.ISiloBuilder",
        "Orleans.Hosting.MemoryGrainStorageSiloBuilderExtensions",
        "Orleans.Hosting.SiloBuilderExtensions",
        "Orleans.IClientConnectionRetryFilter",
        "Orleans.IClusterClient",
        "Orleans.IGrainState`1",
        "Orleans.IdAttribute",
        "Orleans.ImmutableAttribute",
        "Orleans.ResponseTimeoutAttribute",
        "Orleans.Runtime.ILocalSiloDetails",
        "Orleans.Runtime.IPersistentState`1",
        "Orleans.Runtime.PersistentStateAttribute",
        "Orleans.Serialization.CodecNotFoundException",
        "Orleans.Serialization.SerializerException",
        "Orleans.Storage.BadProviderConfigException",
        "Orleans.Storage.IGrainStorage",
        "Orleans.Storage.IGrainStorageSerializer",
        "Orleans.Storage.IStorageProviderSerializerOptions",
        "Orleans.Storage.InconsistentStateException",
        "Orleans.Utilities.ObserverManager`1",
        "Orleans.Utilities.ObserverManager`2",
    ];

    // What the program implements must be whole: a member too few here is an error there.
    private static readonly string[] Implemented =
    [
        "Orleans.IGrainBase",
        "Orleans.IGrainObserver",
        "Orleans.IGrainState`1",
        "Orleans.IGrainWithIntegerKey",
        "Orleans.IGrainWithStringKey",
        "Orleans.Storage.IGrainStorage",
        "Orleans.Storage.IGrainStorageSerializer",
        "Orleans.TestingHost.IHostConfigurator",
        "Orleans.TestingHost.ISiloConfigurator",
    ];

    private static readonly SortedDictionary<string, SortedSet<string>> StandIn = PublicApi.Of(typeof(Grain).Assembly.Location);

    private static readonly SortedDictionary<string, SortedSet<string>> Packages = new(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "orleans"), "*.dll").SelectMany(PublicApi.Of)
            .ToDictionary(pair => pair.Key, pair => pair.Value),
        StringComparer.Ordinal);

    [Fact]
    public void StandIn_EachPublicMember_IsOneOfOrleans()
    {
        var strange = StandIn
            .Where(type => Packages.ContainsKey(type.Key))
            .SelectMany(type => type.Value.Except(Packages[type.Key]).Select(line => $"{type.Key}: {line}"));
        Assert.Equal("", string.Join(Environment.NewLine, strange));
    }

    [Fact]
    public void StandIn_InterfacesThatTheProgramImplements_AreWhole()
    {
        var missing = Implemented
            .Where(Packages.ContainsKey)
            .SelectMany(type => Packages[type].Except(StandIn[type]).Select(line => $"{type}: {line}"));
        Assert.Equal("", string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void StandIn_TypesWithoutAPackageToCompareWith_AreTheKnownOnes()
    {
        string[] absent = [.. StandIn.Keys.Except(Packages.Keys)];
        var compared = StandIn.Count - absent.Length;
        output.WriteLine($"{compared} of {StandIn.Count} public types compared; not in the packages at hand: {string.Join(", ", absent)}");
        Assert.Empty(absent.Except(MayBeAbsent));
        Assert.Empty(MayBeAbsent.Except(StandIn.Keys));
        Assert.True(absent.Length == 0 || absent.Length == MayBeAbsent.Length, "Either all those packages are at hand or none.");
    }

    [Theory]
    [InlineData("Orleans.Grain", "protected virtual Void Strange()")]
    [InlineData("Orleans.Runtime.IGrainTimer", "public abstract Void Change(System.TimeSpan due, System.TimeSpan period)")]
    public void Comparison_WithAMemberThatOrleansDoesNotHave_FindsIt(string type, string member) =>
        Assert.DoesNotContain(member, Packages[type]);

    [Fact]
    public void Comparison_ReadsNamesDefaultsAndConstraints()
    {
        Assert.Contains(
            "public abstract Void Change(System.TimeSpan dueTime, System.TimeSpan period)", Packages["Orleans.Runtime.IGrainTimer"]);
        Assert.Contains(
            "public abstract TGrainInterface GetGrain<TGrainInterface>(String primaryKey, String grainClassNamePrefix = null) "
            + "where TGrainInterface: None, Orleans.IGrainWithStringKey",
            Packages["Orleans.IGrainFactory"]);
    }
}
