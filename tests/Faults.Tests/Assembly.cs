using GridGrains.Faults.Tests;

// Every scenario has processes of its own, and two cores are soon busy.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Machine))]
