using GridGrains.Cli;
using GridGrains.Gateway;
using GridGrains.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GridGrains.Deploy.Tests;

public sealed class ConfigurationTests
{
    private static readonly OptionSection Telemetry = new(TelemetryOptions.Section, typeof(TelemetryOptions));

    [Fact]
    public void TheTableOfKeys_IsWhatTheProgramSays() =>
        Assert.Equal(ConfigurationDocument.Write(), Checkout.Read("docs", "configuration.md"));

    [Fact]
    public void EveryNumberAndTime_HasARange()
    {
        var unbounded = Known.Sections
            .SelectMany(s => s.Properties.Select(p => (s.Name, Property: p)))
            .Where(p => p.Property.PropertyType.IsValueType && p.Property.PropertyType != typeof(bool))
            .Where(p => !p.Property.IsDefined(typeof(System.ComponentModel.DataAnnotations.RangeAttribute), inherit: false));
        Assert.Empty(unbounded);
    }

    [Fact]
    public void EveryDefault_IsInItsRange() =>
        Assert.All(Known.Sections, section => Assert.Empty(OptionRanges.Sentences(section.Name, Activator.CreateInstance(section.Options)!)));

    [Fact]
    public void SilosAndGatewaysOfACluster_MayShareOneEnvironment()
    {
        Assert.Equal(Names(SiloSections.Cluster).Except(Names(GatewaySections.Cluster)).Order(), GatewaySections.Cluster.Elsewhere.Order());
        Assert.Equal(Names(GatewaySections.Cluster).Except(Names(SiloSections.Cluster)).Order(), SiloSections.Cluster.Elsewhere.Order());
    }

    [Theory]
    [InlineData("Telemetry:TraceRato", "0.1", "Telemetry:TraceRato is no key; there are Logs, MetricInterval, TraceRatio")]
    [InlineData("Telemetry:TraceRatio", "much", "Telemetry:TraceRatio is 'much'; allowed is a number such as 0.01")]
    [InlineData("Telemetry:Logs", "1", "Telemetry:Logs is '1'; allowed is true or false")]
    [InlineData("Telemetry:MetricInterval", "15s", "Telemetry:MetricInterval is '15s'; allowed is a time such as 00:00:30 (hours:minutes:seconds)")]
    public void AKeyThatIsWrong_IsRefusedInASentence(string key, string value, string sentence)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var refused = Assert.Throws<OptionsValidationException>(() => ConfigurationCheck.Refuse(configuration, Telemetry));
        Assert.Equal([sentence], refused.Failures);
    }

    [Fact]
    public void KeysInAnyCase_AreTaken() =>
        ConfigurationCheck.Refuse(new ConfigurationBuilder().AddInMemoryCollection([new("TELEMETRY:TRACERATIO", "0.5")]).Build(), Telemetry);

    private static IEnumerable<string> Names(OptionSection section) => section.Properties.Select(p => p.Name);
}
