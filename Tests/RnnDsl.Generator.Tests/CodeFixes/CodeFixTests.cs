using RnnDsl.CodeFixes;
using Xunit;

namespace RnnDsl.Generator.Tests.CodeFixes;

public sealed class CodeFixTests
{
    [Fact]
    public Task Model_class_becomes_partial() => ModelCodeFixTest<MakePartialFix>.Check(
        """
        /// <summary>Tags words.</summary>
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public sealed class {|RNN101:Tagger|};

        [SequenceModel, Features(3), Lstm(4)]
        class {|RNN101:Bare|} { }
        """,
        """
        /// <summary>Tags words.</summary>
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public sealed partial class Tagger;

        [SequenceModel, Features(3), Lstm(4)]
        partial class Bare { }
        """);

    [Fact]
    public Task Containing_types_become_partial() => ModelCodeFixTest<MakePartialFix>.Check(
        """
        // All of them.
        static class {|RNN102:Models|}
        {
            public readonly record struct {|RNN102:Inner|}
            {
                [SequenceModel]
                [Features(3)]
                [Lstm(4)]
                public partial class Tagger;
            }
        }
        """,
        """
        // All of them.
        static partial class Models
        {
            public readonly partial record struct Inner
            {
                [SequenceModel]
                [Features(3)]
                [Lstm(4)]
                public partial class Tagger;
            }
        }
        """);

    [Fact]
    public Task Making_a_type_without_modifiers_partial_keeps_its_comment() => ModelCodeFixTest<MakePartialFix>.Check(
        "// All of them.\nclass {|RNN102:Models|} { [SequenceModel] [Features(3)] [Lstm(4)] public partial class Tagger; }",
        "// All of them.\npartial class Models { [SequenceModel] [Features(3)] [Lstm(4)] public partial class Tagger; }");

    [Fact]
    public Task SequenceModel_attribute_is_added_to_a_class_with_layers() => ModelCodeFixTest<AddModelAttributeFix>.Check(
        """
        /// <summary>Tags words.</summary>
        [{|RNN104:Features(3)|}]
        [Lstm(4)]
        public partial class Tagger;

        [{|RNN104:Features(3)|}] [Lstm(4)] public partial class OnOneLine;
        """,
        """
        /// <summary>Tags words.</summary>
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public partial class Tagger;

        [SequenceModel] [Features(3)] [Lstm(4)] public partial class OnOneLine;
        """);

    [Fact]
    public Task A_record_becomes_a_class() => ModelCodeFixTest<OrdinaryClassFix>.Check(
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public partial record {|RNN105:Tagger|}
        {
            public int Count => 1; // one
        }

        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public sealed partial record class {|RNN105:Short|};
        """,
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public partial class Tagger
        {
            public int Count => 1; // one
        }

        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public sealed partial class Short;
        """);

    [Fact]
    public Task Static_modifier_is_removed() => ModelCodeFixTest<OrdinaryClassFix>.Check(
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\npublic static partial class {|RNN105:Tagger|};",
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\npublic partial class Tagger;");

    [Fact]
    public Task A_file_local_class_becomes_internal() => ModelCodeFixTest<OrdinaryClassFix>.Check(
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\nfile partial class {|RNN105:Tagger|};",
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\ninternal partial class Tagger;");

    [Fact]
    public Task OnConstructed_hook_becomes_partial() => ModelCodeFixTest<HookFix>.Check(
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public partial class Tagger
        {
            // Once it is there.
            private void {|RNN114:OnConstructed|}() { }
        }
        """,
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public partial class Tagger
        {
            // Once it is there.
            partial void OnConstructed() { }
        }
        """);

    [Fact]
    public Task Input_attribute_moves_above_the_layers() => ModelCodeFixTest<MoveLayerFix>.Check(
        """
        /// <summary>Tags words.</summary>
        [SequenceModel]
        [Lstm(4)]      // remembers
        [{|RNN122:Features(3)|}] // reads
        [Linear(2)]
        public partial class Tagger;

        /// <summary>The same.</summary>
        [Lstm(4), {|RNN122:Features(3)|}]
        [SequenceModel]
        public partial class Together;
        """,
        """
        /// <summary>Tags words.</summary>
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]      // remembers
        [Linear(2)]
        public partial class Tagger;

        /// <summary>The same.</summary>
        [Features(3)]
        [Lstm(4)]
        [SequenceModel]
        public partial class Together;
        """);

    [Fact]
    public Task LastState_moves_up_to_its_recurrent_layer() => ModelCodeFixTest<MoveLayerFix>.Check(
        """
        namespace Models
        {
            [SequenceModel]
            [Features(3)]
            [Gru(8)]
            [Lstm(4, Layers = 2)]
            [Dropout(0.5)]
            [{|RNN201:LastState|}]
            public partial class Classifier;

            [SequenceModel] [Features(3)] [Lstm(4)] [Dropout(0.5)] [{|RNN201:LastState|}]
            public partial class OnOneLine;
        }
        """,
        """
        namespace Models
        {
            [SequenceModel]
            [Features(3)]
            [Gru(8)]
            [Lstm(4, Layers = 2)]
            [LastState]
            [Dropout(0.5)]
            public partial class Classifier;

            [SequenceModel] [Features(3)] [Lstm(4)] [LastState] [Dropout(0.5)]
            public partial class OnOneLine;
        }
        """);

    [Fact]
    public Task LastState_moves_down_to_its_recurrent_layer() => ModelCodeFixTest<MoveLayerFix>.Check(
        "[SequenceModel]\n[{|RNN201:LastState(Name = \"last\")|}]\n[Features(3)]\n[Lstm(4)]\npublic partial class Classifier;",
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\n[LastState(Name = \"last\")]\npublic partial class Classifier;");

    [Fact]
    public Task LastState_is_added_if_the_declared_output_is_PerSequence() => ModelCodeFixTest<AddLastStateFix>.Check(
        """
        [SequenceModel(Output = ModelOutput.PerSequence)]
        [Features(3)]
        [{|RNN204:Lstm(4)|}] // remembers
        [Linear(2)]
        public partial class Classifier;

        [SequenceModel(Output = ModelOutput.PerSequence), Features(3), {|RNN204:Gru(4)|}, Linear(2)]
        public partial class Together;
        """,
        """
        [SequenceModel(Output = ModelOutput.PerSequence)]
        [Features(3)]
        [Lstm(4)] // remembers
        [LastState]
        [Linear(2)]
        public partial class Classifier;

        [SequenceModel(Output = ModelOutput.PerSequence), Features(3), Gru(4), LastState, Linear(2)]
        public partial class Together;
        """);

    [Fact]
    public Task Superfluous_LastState_is_removed() => ModelCodeFixTest<RemoveLastStateFix>.Check(
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        [LastState]
        [{|RNN202:LastState|}]
        public partial class Twice;

        [SequenceModel]
        [Features(3)]
        [Lstm(4)] [{|RNN203:LastState|}]
        [Gru(4)]
        public partial class Between;

        [SequenceModel(Output = ModelOutput.PerStep), Features(3), Lstm(4), {|RNN205:LastState|}]
        public partial class PerStep;
        """,
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        [LastState]
        public partial class Twice;

        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        [Gru(4)]
        public partial class Between;

        [SequenceModel(Output = ModelOutput.PerStep), Features(3), Lstm(4)]
        public partial class PerStep;
        """);

    [Fact]
    public Task Dropout_on_a_single_layer_adds_a_second_layer() => ModelCodeFixTest<DropoutBetweenLayersFix>.Check(
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4, {|RNN135:Dropout = 0.3|})]
        [Gru(4, {|RNN135:Dropout = 0.3|}, Layers = 1)]
        public partial class Tagger;
        """,
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4, Layers = 2, Dropout = 0.3)]
        [Gru(4, Dropout = 0.3, Layers = 2)]
        public partial class Tagger;
        """,
        "Stack two layers");

    [Fact]
    public Task Dropout_on_a_single_layer_becomes_a_dropout_layer() => ModelCodeFixTest<DropoutBetweenLayersFix>.Check(
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4, {|RNN135:Dropout = 0.3|})]
        [Linear(2)]
        public partial class Tagger;
        """,
        """
        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        [Dropout(0.3)]
        [Linear(2)]
        public partial class Tagger;
        """,
        "Put [Dropout] below the layer");

    [Fact]
    public Task Quotes_around_a_number_are_removed() => ModelCodeFixTest<UnquoteSizeFix>.Check(
        "[SequenceModel]\n[Embedding({|RNN131:\"10\"|}, features: {|RNN131:\" 8 \"|})]\n[Lstm(4)]\npublic partial class Tagger;".Replace("features: {|RNN131:\" 8 \"|}", "{|RNN131:features: \" 8 \"|}"),
        "[SequenceModel]\n[Embedding(10, features: 8)]\n[Lstm(4)]\npublic partial class Tagger;");

    [Fact]
    public Task Size_of_type_long_becomes_an_int() => ModelCodeFixTest<UnquoteSizeFix>.Check(
        "[SequenceModel]\n[Features(3)]\n[Lstm(32, {|RNN168:ProjectionSize = 16L|})]\npublic partial class Tagger;",
        "[SequenceModel]\n[Features(3)]\n[Lstm(32, ProjectionSize = 16)]\npublic partial class Tagger;");

    [Fact]
    public Task Dropout_layer_with_probability_0_is_removed() => ModelCodeFixTest<RemoveLastStateFix>.Check(
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\n[Dropout({|RNN167:0|})]\n[Linear(2)]\npublic partial class Tagger;",
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\n[Linear(2)]\npublic partial class Tagger;");

    [Theory]
    [InlineData("0")]
    [InlineData("2 * hidden")]
    [InlineData("99999999999")]
    public Task Quoted_size_that_is_not_a_valid_number_is_not_fixed(string size) => ModelCodeFixTest<UnquoteSizeFix>.CheckNone(
        $"[SequenceModel]\n[Features(3)]\n[Lstm({{|RNN131:\"{size}\"|}})]\npublic partial class Tagger;");

    [Fact]
    public Task Record_with_parameters_is_not_fixed() => ModelCodeFixTest<OrdinaryClassFix>.CheckNone(
        "[SequenceModel]\n[Features(3)]\n[Lstm(4)]\npublic partial record {|RNN105:Tagger|}(int Count);");
}
