using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>Where a model may stand, and what may stand beside it.</summary>
[UsesVerify]
public sealed class ScopeTests
{
    [Fact]
    public Task Nested_in_types_of_every_kind() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Place;

        public partial class Outer<TKey> where TKey : notnull
        {
            internal partial record Row
            {
                public readonly partial record struct Point
                {
                    internal partial struct Plain
                    {
                        public partial interface IContract<TIn, TOut>
                        {
                            [SequenceModel]
                            [Features(2)]
                            [Rnn(3)]
                            public partial class Nested;
                        }
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Generic_class() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Place;

        [SequenceModel]
        [Features(2)]
        [Lstm(3)]
        public sealed partial class Tagged<TTag> where TTag : struct
        {
            public TTag? Tag { get; init; }
        }
        """);

    [Fact]
    public Task In_the_global_namespace() => Snapshot.Verify(
        """
        [RnnDsl.SequenceModel]
        [RnnDsl.Embedding("vocabSize", 4)]
        [RnnDsl.Gru(3, ResetAfter = false)]
        [RnnDsl.Linear("vocabSize")]
        internal partial class Homeless;
        """);

    [Fact]
    public Task Types_that_hide_reserved_names() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Place
        {
            public sealed class Tensor;

            public sealed class Linear;

            public static class nn;

            namespace Deep
            {
                public enum LSTM { Other }

                [SequenceModel]
                [Features(2)]
                [Lstm(3)]
                [Linear(1)]
                public partial class Shadowed
                {
                    public static int Device => 0;
                }
            }
        }
        """);

    [Fact]
    public Task Several_models_in_one_file_with_keywords_as_names() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Place.@event;

        [SequenceModel] [Features(1)] [Rnn(1)] public partial class @class;

        [SequenceModel] [Features(1)] [Rnn(1)] public partial class Class;
        """);
}
