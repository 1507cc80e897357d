using GridGrains.Silo;
using GridGrains.Storage;
using Microsoft.Extensions.Options;
using Xunit;

namespace GridGrains.Peers;

public sealed class SiloIdentityTests
{
    [Fact]
    public void Identity_BeforeTheDatabasesClockIsRead_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new SiloIdentity(
            Options.Create(new ClusterMemberOptions()), new DatabaseClock("Host=127.0.0.1;Port=1", TimeProvider.System)));
}
