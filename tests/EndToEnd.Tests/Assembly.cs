using GridGrains.EndToEnd.Tests;

// Every test has a service of its own, and two cores are soon busy.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Databases))]
