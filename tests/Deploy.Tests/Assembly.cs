using GridGrains.Deploy.Tests;

[assembly: AssemblyFixture(typeof(Watched))]
