using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.TestingHost;
using Xunit;

namespace GridGrains.StandIn;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(typeof(int[]))]
    [InlineData(typeof(DayOfWeek?))]
    [InlineData(typeof(IReadOnlyDictionary<string, ImmutableArray<Good>>))]
    [InlineData(typeof((Guid, DateTimeOffset)))]
    [InlineData(typeof(Good))]
    [InlineData(typeof(GoodStruct))]
    [InlineData(typeof(GoodClass))]
    [InlineData(typeof(ReadOnlyMemory<byte>))]
    [InlineData(typeof(CancellationToken))]
    [InlineData(typeof(IGoodGrain))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(object))]
    public void Type_ThatOrleansSerializes_IsTaken(Type type) => Assert.Null(SerializableTypes.Problem(type));

    [Theory]
    [InlineData(typeof(Unmarked), "Unmarked lacks [GenerateSerializer].")]
    [InlineData(typeof(List<Unmarked>), "Unmarked lacks [GenerateSerializer].")]
    [InlineData(typeof(Unmarked[]), "Unmarked lacks [GenerateSerializer].")]
    [InlineData(typeof(Containing), "Unmarked lacks [GenerateSerializer].")]
    [InlineData(typeof(Derived), "lacks [GenerateSerializer].")]
    [InlineData(typeof(Twice), "Twice uses [Id(1)] twice.")]
    [InlineData(typeof(Forgetting), "Forgetting.Lost has no [Id]")]
    [InlineData(typeof(System.Text.Json.JsonElement), "JsonElement lacks [GenerateSerializer].")]
    [InlineData(typeof(Action), "can leave the process.")]
    public void Type_ThatOrleansCannotSerialize_IsRefused(Type type, string sentence) =>
        Assert.Contains(sentence, SerializableTypes.Problem(type), StringComparison.Ordinal);

    [Fact]
    public async Task Start_WithAGrainMethodOfARefusedType_FailsNamingBoth()
    {
        await using var cluster = new TestClusterBuilder(1).Build();
        var refused = await Assert.ThrowsAsync<CodecNotFoundException>(cluster.DeployAsync);
        Assert.Contains("IBadGrain.Take", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Unmarked lacks [GenerateSerializer].", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfTwoSilos_SaysThatThePackagesAreNeeded()
    {
        await using var cluster = new TestClusterBuilder().Build();
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(cluster.DeployAsync);
        Assert.Contains("InitialSilosCount is 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("OrleansSource=packages", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UseAdoNetClustering_Always_SaysThatThePackagesAreNeeded()
    {
        var refused = Assert.Throws<OrleansConfigurationException>(() => Host.CreateApplicationBuilder().UseOrleans(silo =>
            silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) => options.Invariant = "Npgsql")));
        Assert.Contains("OrleansSource=packages", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UseOrleansClient_Always_SaysThatThePackagesAreNeeded()
    {
        IHostApplicationBuilder host = Host.CreateApplicationBuilder();
        var refused = Assert.Throws<OrleansConfigurationException>(() => host.UseOrleansClient(_ => { }));
        Assert.Contains("OrleansSource=packages", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetGrain_BeforeTheSiloHasStarted_IsFineAndACallIsRefused()
    {
        using var host = Host.CreateApplicationBuilder().UseOrleans().Build();
        var call = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGoodGrain>("early").Name();
        Assert.IsType<SiloUnavailableException>(Assert.Single(call.Exception!.InnerExceptions));
    }

    [GenerateSerializer]
    internal sealed record Good(string Name, [property: Id(7)] Good? Next)
    {
        [Id(8)]
        public DateTime At { get; init; }

        public int Length => Name.Length;
    }

    [GenerateSerializer]
    internal readonly record struct GoodStruct([property: Id(0)] long Number);

    [GenerateSerializer]
    internal sealed class GoodClass
    {
        [NonSerialized]
        private int calls;

        [Id(0)]
        public List<GoodClass> Children { get; } = [];

        public int Call() => ++calls;
    }

    internal sealed record Unmarked(string Name);

    [GenerateSerializer]
    internal sealed record Containing([property: Id(0)] IReadOnlyList<Unmarked> All);

    internal class UnmarkedBase;

    [GenerateSerializer]
    internal sealed class Derived : UnmarkedBase;

    [GenerateSerializer]
    internal sealed record Twice([property: Id(1)] string Name, [property: Id(1)] string Other);

    [GenerateSerializer]
    internal sealed class Forgetting
    {
        [Id(0)]
        public string Kept { get; set; } = "";

        public string Lost { get; set; } = "";
    }

    internal interface IGoodGrain : IGrainWithStringKey
    {
        Task<string> Name();
    }

    internal sealed class GoodGrain : Grain, IGoodGrain
    {
        public Task<string> Name() => Task.FromResult(this.GetPrimaryKeyString());
    }

    internal interface IBadGrain : IGrainWithStringKey
    {
        Task Take(Unmarked value);
    }

    internal sealed class BadGrain : Grain, IBadGrain
    {
        public Task Take(Unmarked value) => Task.CompletedTask;
    }
}
