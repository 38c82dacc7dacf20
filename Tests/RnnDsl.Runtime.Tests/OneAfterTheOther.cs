using Xunit;

// Torch's random numbers, its thread count and its number of live tensors belong to the whole process. And TorchSharp 0.107 hands
// numbers to libtorch in objects that nobody holds during the call: a garbage collection that another test's thread starts just then
// frees them. So the tests of this assembly run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
