[assembly: AssemblyFixture(typeof(DashboardFixture))]

// Each test loads pages, which takes all that a processor has: beside each other they would only be late.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
