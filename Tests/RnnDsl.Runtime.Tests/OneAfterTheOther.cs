using Xunit;

// Torch's random numbers, its thread count and its number of live tensors belong to the whole process. So the tests of this
// assembly run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
