using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>Files of kernels compile without a warning, whatever the class, its members and its values are called.</summary>
public sealed class KernelNameTests
{
    [Fact]
    public void Values_and_parameters_may_have_the_names_of_a_kernels_locals() => GeneratorRun.Of(
        """
        using RnnDsl;

        [Cell("kernel_t = tanh(W · x_t + row ⊙ h_{t-1} + columns)\nrows_t = σ(U · h_{t-1} + j + run)\nh_t = rows_t ⊙ kernel_t")]
        public partial class Own;

        [SequenceModel]
        [Features(3)]
        [Recurrent(typeof(Own), "kernel")]
        public partial class Model;
        """).AssertCompiles();

    [Fact]
    public void Type_parameters_may_have_the_names_of_a_kernels() => GeneratorRun.Of(
        """
        using RnnDsl;

        public partial class Outer<TLane>
        {
            [SequenceModel]
            [Features(3)]
            [Lstm(4, LayerNorm = true)]
            public partial class Model<T>;
        }
        """).AssertCompiles();

    [Fact]
    public void Members_may_have_the_names_of_the_types_that_a_kernel_uses() => GeneratorRun.Of(
        """
        using RnnDsl;

        [SequenceModel]
        [Features(3)]
        [Gru(4, ResetAfter = false)]
        public partial class Model
        {
            public sealed class Product;

            public sealed class Lanes;

            public sealed class StepMemory;

            public int LoopKernel => 1;

            public int RowRange => 2;
        }
        """).AssertCompiles();

    [Fact]
    public void Nested_model_called_Kernels_compiles_beside_the_kernels_of_the_outer_one() => GeneratorRun.Of(
        """
        using RnnDsl;

        [SequenceModel]
        [Features(3)]
        [Gru(4, Zoneout = 0.1)]
        public partial class Lab
        {
            [SequenceModel]
            [Features(3)]
            [Gru(4, LayerNorm = true)]
            public partial class Kernels;
        }
        """).AssertCompiles();
}
