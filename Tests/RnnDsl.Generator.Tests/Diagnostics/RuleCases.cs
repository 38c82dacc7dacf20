using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Tests.Infrastructure;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>Every rule, broken at least once.</summary>
internal static class RuleCases
{
    // A neighbour that differs in one thing, where the neighbour of many rules is the same.
    private const string Sound = "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M;";

    private const string VectorUse = "var model = new M(); Tensor y = model.forward(x); y = model.call(x); var (z, state) = model.Step(x);";

    public static readonly IReadOnlyList<RuleCase> All =
    [
        // The class and what is around it.
        new("RNN101",
            "[SequenceModel] [Features(3)] [Lstm(4)] public class «M»;",
            "'M' must be declared partial, because the other half of the class is generated. Write 'partial class M'.",
            Sound) { Use = "var model = new M(); model.forward(x);", CSharpErrors = ["CS1061"] },

        new("RNN101",
            "[SequenceModel] [Features(3)] [Lstm(4)] public class «M»<T>;",
            "'M' must be declared partial, because the other half of the class is generated. Write 'partial class M'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M<T>;") { Use = "var model = new M<int>(); model.forward(x);", CSharpErrors = ["CS1061"] , RightUse = "var model = new M<int>(); var (y, state) = model.call(x);" },

        new("RNN102",
            "public class «Outer» { [SequenceModel] [Features(3)] [Lstm(4)] public partial class M; }",
            "'M' is nested in 'Outer', which must be declared partial too, because the generated half of 'M' is nested in it as well. Write 'partial class Outer'.",
            "public partial class Outer { [SequenceModel] [Features(3)] [Lstm(4)] public partial class M; }")
        {
            Use = "var model = new Outer.M(); model.call(x);",
            RightUse = "var model = new Outer.M(); var (y, state) = model.call(x);",
            CSharpErrors = ["CS1061"],
        },

        new("RNN103",
            "[SequenceModel] [Features(3)] public partial class «M»;\n[Lstm(4)] public partial class M;",
            "The layers of 'M' are on 2 parts of the class, so their order is not defined. Move them all to one part.",
            "[SequenceModel] public partial class M;\n[Features(3)] [Lstm(4)] public partial class M;"),

        new("RNN104",
            "[«Features(3)»] [Lstm(4)] public partial class M;",
            "'M' has layers but no [SequenceModel], so nothing is generated from them. Put [SequenceModel] above the layers.",
            Sound) { CSharpErrors = ["CS1061"], Use = "var model = new M(); model.forward(x);" },

        new("RNN105",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial record «M»;",
            "'M' is a record, and records derive from records only, while a model derives from nn.Module. Declare it as 'partial class M'.",
            Sound),

        new("RNN105",
            "[SequenceModel] [Features(3)] [Lstm(4)] public static partial class «M»;",
            "'M' is static and so has no instances, while a model is an object with weights. Declare it as 'partial class M'.",
            Sound) { Use = "var model = new M();", CSharpErrors = ["CS0712", "CS0723"] },

        new("RNN105",
            "[SequenceModel] [Features(3)] [Lstm(4)] file partial class «M»;",
            "'M' is visible in its own file only, where no generated code can reach it. Declare it as 'partial class M'.",
            Sound) { Use = "var model = new M();", RightUse = "var model = new M();" },

        new("RNN105",
            "file partial class Outer { [SequenceModel] [Features(3)] [Lstm(4)] public partial class «M»; }",
            "'M' is visible in its own file only, where no generated code can reach it. Declare it as 'partial class M'.",
            "internal partial class Outer { [SequenceModel] [Features(3)] [Lstm(4)] public partial class M; }") { Use = "var model = new Outer.M();" },

        new("RNN106",
            "public class Base; [SequenceModel] [Features(3)] [Lstm(4)] public partial class «M» : Base;",
            "'M' derives from 'Base', but a model derives from nn.Module, which its generated half names as the base class. Remove 'Base'; interfaces may stay.",
            "public interface IBase; [SequenceModel] [Features(3)] [Lstm(4)] public partial class M : IBase;"),

        new("RNN106",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class «M» : nn.Module<Tensor, Tensor>;",
            "'M' derives from 'Module<Tensor, Tensor>', but a model derives from nn.Module, which its generated half names as the base class. "
                + "Remove 'Module<Tensor, Tensor>'; interfaces may stay.",
            Sound),

        new("RNN106",
            "[SequenceModel] [Image(1, 4, 4)] [FlattenToSequence] [Lstm(4)] [LastState] public partial class «M» : nn.Module<Tensor, Tensor>;",
            "'M' derives from 'Module<Tensor, Tensor>', but a model derives from nn.Module, which its generated half names as the base class. "
                + "Remove 'Module<Tensor, Tensor>'; interfaces may stay.",
            "[SequenceModel] [Image(1, 4, 4)] [FlattenToSequence] [Lstm(4)] [LastState] public partial class M;") { Use = "var model = new M(); Tensor y = model.forward(x); y = model.call(x);" },

        new("RNN106",
            "public abstract class Base(int count, string? name) { public int Count => count; public string? Name => name; protected abstract Tensor Score(Tensor @in, double by); } "
                + "[SequenceModel] [Features(3)] [Lstm(4)] public partial class «M» : Base;",
            "'M' derives from 'Base', but a model derives from nn.Module, which its generated half names as the base class. Remove 'Base'; interfaces may stay.",
            Sound),

        new("RNN106",
            "[Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D; "
                + "[EncoderDecoder(typeof(E), typeof(D))] public partial class «M» : nn.Module<Tensor, Tensor, Tensor>;",
            "'M' derives from 'Module<Tensor, Tensor, Tensor>', but a model derives from nn.Module, which its generated half names as the base class. "
                + "Remove 'Module<Tensor, Tensor, Tensor>'; interfaces may stay.",
            "[Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D; "
                + "[EncoderDecoder(typeof(E), typeof(D))] public partial class M;") { Use = "var model = new M(); Tensor y = model.call(x, null, x, 0.5);" },

        new("RNN107",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class «M»(int size) { public int Size => size; }",
            "'M' has a primary constructor, but the generator writes the constructor. Remove the parameter list, and name the sizes in the layers, as in [Linear(\"size\")].",
            "[SequenceModel] [Features(3)] [Lstm(\"size\")] public partial class M { public int Size => 1; }")
        {
            Use = "var model = new M(5); var (y, state) = model.call(x);",
        },

        new("RNN108",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { public int «Lstm» => 1; }",
            "'M' declares 'Lstm' by hand, and the generator writes a member of that name for the layer 'lstm'. Rename yours, or give the layer another Name.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { public int Lstm2 => 1; }"),

        new("RNN108",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 4\")] public partial class M { private readonly int «_hidden» = 1; public int Hidden => _hidden; }",
            "'M' declares '_hidden' by hand, and the generator writes a member of that name for the size 'hidden'. Rename yours, or give the size another name.",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 4\")] public partial class M { private readonly int _hiddenUnits = 1; public int Hidden => _hiddenUnits; }"),

        new("RNN108",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { public Tensor «forward»(Tensor x) => x; }",
            "'M' declares 'forward' by hand, and the generator writes a member of that name for the model. Rename yours.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { public Tensor Forward(Tensor x) => x; }")
        {
            Use = "var model = new M(); model.forward(x);",
        },

        new("RNN108",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] public partial class M { public override Tensor «forward»(Tensor x, Tensor? lengths = null) => x; }",
            "'M' declares 'forward' by hand, and the generator writes a member of that name for the model. Rename yours.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] public partial class M { public Tensor Forward(Tensor x) => x; }")
        {
            Use = VectorUse,
        },

        new("RNN108",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { protected override void «RegisterComponents»() { } }",
            "'M' declares 'RegisterComponents' by hand, and the generator writes a member of that name for the model. Remove yours, and call register_module in OnConstructed.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { partial void OnConstructed() => register_module(\"id\", nn.Identity()); }"),

        new("RNN108",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { public record «State»; }",
            "'M' declares 'State' by hand, and the generator writes a member of that name for the model. Rename yours.",
            "[SequenceModel] [Features(3)] [Lstm(4, Bidirectional = true)] [LastState] public partial class M { public record State; }")
        {
            Use = "var model = new M();",
        },

        new("RNN109",
            "[«SequenceModel»] [Features(3)] [Lstm(4)] public partial class M { }",
            "Generated code needs C# 12.0 or newer, and 'M' is compiled as C# 11.0. Set <LangVersion>12.0</LangVersion> or remove the setting.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { }")
        {
            Options = new() { LanguageVersion = LanguageVersion.CSharp11 },
            RightOptions = new() { LanguageVersion = LanguageVersion.CSharp12 },
            Use = "var model = new M(); model.Dispose();",
            CSharpErrors = ["CS1061"],
        },

        new("RNN110",
            "[«SequenceModel»] [Features(3)] [Lstm(4)] public partial class M;",
            "'M' needs TorchSharp, which this project does not reference. Add the package RnnDsl.Torch, which brings TorchSharp, and a libtorch package.",
            Sound)
        {
            Options = new() { WithTorchSharp = false },
            Use = "var model = new M();",
            CSharpErrors = ["CS0246"],
        },

        new("RNN110",
            "[«SequenceModel»] [Features(3)] [Lstm(4)] public partial class M;",
            "'M' needs RnnDsl.Torch, which this project does not reference. Add the package RnnDsl.Torch.",
            Sound)
        {
            Options = new() { WithRuntime = false },
            Use = "var model = new M();",
        },

        new("RNN112",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden\")] public partial class M { public «M»() : base(\"M\") { } }",
            "This constructor of 'M' does not call the generated one, which makes the layers. Write ': this(...)' with the sizes after its parameters.",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden\")] public partial class M { public M() : this(4) { } }"),

        new("RNN112",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden\")] public partial class M { public M(int a) : this((long)a) { } public «M»() { } }",
            "This constructor of 'M' does not call the generated one, which makes the layers. Write ': this(...)' with the sizes after its parameters.",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden\")] public partial class M { static M() { } public M() : this(4) { } }") { CSharpErrors = ["CS1729"] },

        new("RNN113",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private readonly LayerNorm «_norm» = nn.LayerNorm(4); public Tensor Norm(Tensor t) => _norm.call(t); }",
            "'M' makes '_norm' by hand and never registers it, so its weights are not trained, saved or moved to a device. "
                + "Call register_module (register_parameter for a parameter) in 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private LayerNorm _norm = null!; partial void OnConstructed() { _norm = nn.LayerNorm(4); register_module(\"norm\", _norm); } }"),

        new("RNN113",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private readonly System.Collections.Generic.List<Linear> «_heads» = [nn.Linear(4, 2), nn.Linear(4, 3)]; public int Heads => _heads.Count; }",
            "'M' makes '_heads' by hand and never registers it, so its weights are not trained, saved or moved to a device. "
                + "Call register_module (register_parameter for a parameter) in 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private readonly ModuleList<Linear> _heads = nn.ModuleList(nn.Linear(4, 2), nn.Linear(4, 3)); partial void OnConstructed() => register_module(\"heads\", _heads); }"),

        new("RNN113",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private readonly System.Collections.Generic.Dictionary<string, Linear> «_heads» = new(); partial void OnConstructed() { _heads[\"a\"] = nn.Linear(4, 2); } }",
            "'M' makes '_heads' by hand and never registers it, so its weights are not trained, saved or moved to a device. "
                + "Call register_module (register_parameter for a parameter) in 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private readonly System.Collections.Generic.Dictionary<string, LSTM> _layers = new(); partial void OnConstructed() => _layers[\"a\"] = Lstm; }"),

        new("RNN113",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private readonly Tensor «_scale» = nn.Parameter(ones(4)); public Tensor Scaled(Tensor t) => t * _scale; }",
            "'M' makes '_scale' by hand and never registers it, so its weights are not trained, saved or moved to a device. "
                + "Call register_module (register_parameter for a parameter) in 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private readonly Tensor _scale = ones(4); public Tensor Scaled(Tensor t) => t * _scale; }"),

        new("RNN113",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { public Parameter «Scale» { get; } = new Parameter(ones(1)); }",
            "'M' makes 'Scale' by hand and never registers it, so its weights are not trained, saved or moved to a device. "
                + "Call register_module (register_parameter for a parameter) in 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { public Parameter Scale { get; } = new Parameter(ones(1)); partial void OnConstructed() => register_parameter(nameof(Scale), Scale); }"),

        new("RNN114",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { private void «OnConstructed»() { } }",
            "'M' declares OnConstructed without partial, so it is not the method that the generated constructor calls. Write 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { partial void OnConstructed() { } }"),

        new("RNN114",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { partial void «OnConstructed»(int x) { } }",
            "'M' declares OnConstructed with parameters, so it is not the method that the generated constructor calls. Write 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { partial void OnConstructed() => OnConstructed(1); private void OnConstructed(int x) { } }") { CSharpErrors = ["CS0759"] },

        new("RNN114",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { partial void «OnConstructed»(int x); }",
            "'M' declares OnConstructed with parameters, so it is not the method that the generated constructor calls. Write 'partial void OnConstructed()'.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M { partial void OnConstructed() { } }"),

        // The order of the layers.
        new("RNN120",
            "[SequenceModel] [«Lstm(4)»] [Linear(2)] public partial class M;",
            "'M' has no input layer. Begin with [Embedding(vocabulary, features)] for token ids, [Features(size)] for vectors or [Image(channels, height, width)] for images.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] public partial class M;"),

        new("RNN120",
            "[SequenceModel] public partial class «M»;",
            "'M' has no input layer. Begin with [Embedding(vocabulary, features)] for token ids, [Features(size)] for vectors or [Image(channels, height, width)] for images.",
            Sound) { Use = "var model = new M();" },

        new("RNN121",
            "[SequenceModel] [Embedding(10, 8)] [«Features(3)»] [Lstm(4)] public partial class M;",
            "[Features] is a second input of 'M', which already reads [Embedding]. Remove one of the two.",
            "[SequenceModel] [Embedding(10, 8)] [Lstm(4)] public partial class M;"),

        new("RNN122",
            "[SequenceModel] [Lstm(4)] [«Features(3)»] public partial class M;",
            "[Features] is the input of 'M', but [Lstm] stands above it. Move [Features] to the top.",
            Sound),

        new("RNN122",
            "[SequenceModel] [Lstm(4)] [Linear(2)] [«Embedding(\"words\", 3)»] public partial class M;",
            "[Embedding] is the input of 'M', but 2 layers stand above it, [Lstm] first. Move [Embedding] to the top.",
            "[SequenceModel] [Embedding(\"words\", 3)] [Lstm(4)] [Linear(2)] public partial class M;") { Use = "var model = new M(7); var (y, state) = model.call(x);" },

        new("RNN123",
            "[SequenceModel] [Features(3)] [Linear(2)] public partial class «M»;",
            "'M' has no recurrent layer, so its steps do not depend on each other. Put [Lstm(size)], [Gru(size)] or [Rnn(size)] below the input.",
            "[SequenceModel] [Features(3)] [Rnn(4)] [Linear(2)] public partial class M;") { Use = "var model = new M(); var (y, _) = model.call(x);" },

        new("RNN123",
            "[SequenceModel] [Features(3)] [LastState] [Linear(2)] public partial class «M»;",
            "'M' has no recurrent layer, so its steps do not depend on each other. Put [Lstm(size)], [Gru(size)] or [Rnn(size)] below the input.",
            "[SequenceModel] [Features(3)] [Gru(4)] [LastState] [Linear(2)] public partial class M;") { Use = "var model = new M();" },

        // The arguments of a layer.
        new("RNN130",
            "[SequenceModel] [Features(3)] [Lstm(«0»)] public partial class M;",
            "The hidden size of [Lstm] is 0, and a size is at least 1. Write a positive number or the name of a constructor parameter.",
            "[SequenceModel] [Features(3)] [Lstm(1)] public partial class M;"),

        new("RNN130",
            "[SequenceModel] [Embedding(features: 3, «vocabulary: -10»)] [Lstm(4)] public partial class M;",
            "The vocabulary size of [Embedding] is -10, and a size is at least 1. Write a positive number or the name of a constructor parameter.",
            "[SequenceModel] [Embedding(features: 3, vocabulary: 10)] [Lstm(4)] public partial class M;"),

        new("RNN130",
            "[SequenceModel] [Features(3)] [Lstm(«\"hidden = 0\"»)] public partial class M;",
            "The default of the hidden size of [Lstm] is 0, and a size is at least 1. Write a positive number or the name of a constructor parameter.",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 1\")] public partial class M;"),

        new("RNN131",
            "[SequenceModel] [Features(3)] [Lstm(«\"2 * hidden\"»)] public partial class M;",
            "The hidden size of [Lstm] is \"2 * hidden\", which names no constructor parameter: '2 * hidden' is not a name. "
                + "Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 8\")] public partial class M;"),

        new("RNN131",
            "[SequenceModel] [Features(3)] [Lstm(«\"256\"»)] public partial class M;",
            "The hidden size of [Lstm] is \"256\", which names no constructor parameter: it is a number, which is written without quotes. "
                + "Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            "[SequenceModel] [Features(3)] [Lstm(256)] public partial class M;"),

        new("RNN131",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(«\"class\"»)] public partial class M;",
            "The size of [Linear] is \"class\", which names no constructor parameter: 'class' is a keyword of C#. "
                + "Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(\"classes = 2\")] public partial class M;"),

        new("RNN131",
            "[SequenceModel] [Features(3)] [Lstm(«\"hidden = many\"»)] public partial class M;",
            "The hidden size of [Lstm] is \"hidden = many\", which names no constructor parameter: its default 'many' is no whole number. "
                + "Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 1_000\")] public partial class M;"),

        new("RNN131",
            "[SequenceModel] [Features(3)] [Lstm(«\"\"»)] public partial class M;",
            "The hidden size of [Lstm] is \"\", which names no constructor parameter: there is no name. "
                + "Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            Sound),

        new("RNN132",
            "[SequenceModel] [Features(\"size = 3\")] [Lstm(«\"size = 4\"»)] public partial class M;",
            "The parameter 'size' has two defaults: 3 in [Features] and 4 in [Lstm]. Give it one, and name it without a default in the other place.",
            "[SequenceModel] [Features(\"size = 3\")] [Lstm(\"size\")] public partial class M;"),

        new("RNN133",
            "[SequenceModel] [Embedding(\"vocabSize\", 8)] [Lstm(4)] [Linear(«\"vocabsize\"»)] public partial class M;",
            "'vocabsize' in [Linear] and 'vocabSize' in [Embedding] differ in case only. Spell them alike if they mean the same, else rename one.",
            "[SequenceModel] [Embedding(\"vocabSize\", 8)] [Lstm(4)] [Linear(\"vocabSize\")] public partial class M;") { Use = "var model = new M(9); var (y, state) = model.call(x);" },

        new("RNN133",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"rnn\")] [Linear(2, «Name = \"RNN\"»)] public partial class M;",
            "'RNN' in [Linear] and 'rnn' in [Lstm] differ in case only. Give one of the two another Name.",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"rnn\")] [Linear(2, Name = \"rnn_output\")] public partial class M;"),

        new("RNN134",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(«30»)] public partial class M;",
            "The dropout of [Dropout] is 30, and a probability is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.3 (30 % is 0.3).",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(0.3)] public partial class M;"),

        new("RNN134",
            "[SequenceModel] [Features(3)] [Lstm(4, Layers = 2, «Dropout = 1.0»)] public partial class M;",
            "The dropout of [Lstm] is 1, and a probability is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.3 (30 % is 0.3).",
            "[SequenceModel] [Features(3)] [Lstm(4, Layers = 2, Dropout = 0.99)] public partial class M;"),

        new("RNN134",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(«double.NaN»)] public partial class M;",
            "The dropout of [Dropout] is NaN, and a probability is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.3 (30 % is 0.3).",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(0.5)] public partial class M;"),

        new("RNN134",
            "[SequenceModel] [Embedding(9, 3, «Dropout = 1.0»)] [Lstm(4)] public partial class M;",
            "The dropout of [Embedding] is 1, and a probability is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.3 (30 % is 0.3).",
            "[SequenceModel] [Embedding(9, 3, Dropout = 0.1)] [Lstm(4)] public partial class M;"),

        new("RNN135",
            "[SequenceModel] [Features(3)] [Gru(4, «Dropout = 0.25»)] public partial class M;",
            "[Gru] has Dropout = 0.25 but Layers = 1, and this dropout acts between layers only. "
                + "Write Layers = 2 or more, or remove it and put [Dropout(0.25)] below [Gru].",
            "[SequenceModel] [Features(3)] [Gru(4, Layers = 2, Dropout = 0.25)] public partial class M;"),

        new("RNN134",
            "[SequenceModel] [Features(3)] [Lstm(4, «WeightDrop = 50»)] public partial class M;",
            "The weight drop of [Lstm] is 50, and a probability is at least 0 and less than 1. Write a number from 0 up to, but not including, 1, such as 0.3 (30 % is 0.3).",
            "[SequenceModel] [Features(3)] [Lstm(4, WeightDrop = 0.5)] public partial class M;"),

        new("RNN135",
            "[SequenceModel] [Features(3)] [Gru(4, «LockedDropout = 0.25»)] public partial class M;",
            "[Gru] has LockedDropout = 0.25 but Layers = 1, and this dropout acts between layers only. "
                + "Write Layers = 2 or more, or remove it and put [Dropout(0.25, Locked = true)] below [Gru].",
            "[SequenceModel] [Features(3)] [Gru(4, Layers = 2, LockedDropout = 0.25)] public partial class M;"),

        new("RNN136",
            "[SequenceModel] [Features(3)] [Rnn(4, «Layers = 0»)] public partial class M;",
            "[Rnn] has Layers = 0, and a recurrent layer is at least 1 layer deep. Write 1 or more, or remove the setting for 1.",
            "[SequenceModel] [Features(3)] [Rnn(4, Layers = 1)] public partial class M;"),

        new("RNN137",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Activation(«(Activation)42»)] public partial class M;",
            "[Activation] has the value 42, which is no member of Activation. Use one of Tanh, Sigmoid, Relu, Elu, Gelu, Silu, Softplus, Softmax, LogSoftmax.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Activation((Activation)2)] public partial class M;"),

        new("RNN137",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Activation(«Activation.Maxout»)] public partial class M;",
            "[Activation] has Activation.Maxout, which halves the number of features and belongs to [Readout]. Use one of Tanh, Sigmoid, Relu, Elu, Gelu, Silu, Softplus, Softmax, LogSoftmax.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Activation(Activation.Relu)] public partial class M;"),

        new("RNN137",
            "[SequenceModel(«Output = (ModelOutput)3»)] [Features(3)] [Lstm(4)] public partial class M;",
            "[SequenceModel] has the value 3, which is no member of ModelOutput. Use one of Inferred, PerStep, PerSequence.",
            "[SequenceModel(Output = ModelOutput.PerStep)] [Features(3)] [Lstm(4)] public partial class M;"),

        // Names.
        new("RNN140",
            "[SequenceModel] [Features(3)] [Lstm(4, «Name = \"my-layer\"»)] public partial class M;",
            "\"my-layer\" cannot name [Lstm]: it is no name in C#. The name becomes a property and a key of the state_dict, "
                + "so write letters, digits and underscores, such as \"my_layer\".",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"my_layer\")] public partial class M;"),

        new("RNN140",
            "[SequenceModel] [Features(3)] [Lstm(4, «Name = \"class\"»)] public partial class M;",
            "\"class\" cannot name [Lstm]: it is a keyword of C#. The name becomes a property and a key of the state_dict, "
                + "so write letters, digits and underscores, such as \"class_layer\".",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"class_layer\")] public partial class M;"),

        new("RNN140",
            "[SequenceModel] [Features(3)] [Lstm(4, «Name = \"\"»)] public partial class M;",
            "\"\" cannot name [Lstm]: it is empty. The name becomes a property and a key of the state_dict, "
                + "so write letters, digits and underscores, such as \"lstm\".",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"x\")] public partial class M;"),

        new("RNN141",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"deep\")] [Gru(4, «Name = \"deep\"»)] public partial class M;",
            "[Lstm] and [Gru] are both named \"deep\". Give one of them another Name.",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"deep\")] [Gru(4, Name = \"deeper\")] public partial class M;"),

        new("RNN142",
            "[SequenceModel] [Features(3)] [Lstm(4, «Name = \"state\"»)] public partial class M;",
            "The name \"state\" of [Lstm] would clash with a generated member, 'State'. Give the layer another Name.",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"states\")] public partial class M;"),

        new("RNN142",
            "[SequenceModel] [Features(3)] [Lstm(4, «Name = \"get_type\"»)] public partial class M;",
            "The name \"get_type\" of [Lstm] would clash with a member of nn.Module, 'GetType'. Give the layer another Name.",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"type\")] public partial class M;"),

        new("RNN142",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"first_layer\")] [Gru(4, «Name = \"firstLayer\"»)] public partial class M;",
            "The name \"firstLayer\" of [Gru] would clash with the name \"first_layer\" of [Lstm], which makes the same property, 'FirstLayer'. Give one of the two another Name.",
            "[SequenceModel] [Features(3)] [Lstm(4, Name = \"first_layer\")] [Gru(4, Name = \"secondLayer\")] public partial class M;"),

        new("RNN142",
            "[SequenceModel] [Features(3)] [Lstm(«\"device\"»)] public partial class M;",
            "The name \"device\" of a size of [Lstm] would clash with a parameter that every model's constructor has. Give the parameter another name.",
            "[SequenceModel] [Features(3)] [Lstm(\"devices = 1\")] public partial class M;"),

        new("RNN142",
            "#pragma warning disable RNN150\n[SequenceModel] [Features(3)] [Gru(4, ResetAfter = false)] [Linear(2, «Name = \"unroll_gru\"»)] public partial class M;",
            "The name \"unroll_gru\" of [Linear] would clash with the member 'UnrollGru', which the layer 'gru' brings. Give one of the two another Name.",
            "[SequenceModel] [Features(3)] [Gru(4)] [Linear(2, Name = \"unroll\")] public partial class M;"),

        // The options of a recurrent layer.
        new("RNN168",
            "[SequenceModel] [Features(3)] [Lstm(4, «ProjectionSize = 2.5»)] public partial class M;",
            "The projection size of [Lstm] is the double 2.5, and a size is an int, or a text that names a constructor parameter. Write a whole number of at least 1, or a name such as \"hidden\".",
            "[SequenceModel] [Features(3)] [Lstm(4, ProjectionSize = 2)] public partial class M;"),

        new("RNN168",
            "[SequenceModel] [Features(3)] [Lstm(4, «ProjectionSize = Activation.Relu»)] public partial class M;",
            "The projection size of [Lstm] is Activation.Relu, and a size is an int, or a text that names a constructor parameter. Write a whole number of at least 1, or a name such as \"hidden\".",
            "[SequenceModel] [Features(3)] [Lstm(4, ProjectionSize = 2)] public partial class M;"),

        new("RNN137",
            "[SequenceModel] [Features(3)] [Rnn(4, «Activation = Activation.Gelu»)] public partial class M;",
            "[Rnn] has Activation.Gelu, which is no function of an Elman network. Use one of Tanh, Relu.",
            "[SequenceModel] [Features(3)] [Rnn(4, Activation = Activation.Relu)] public partial class M;"),

        new("RNN137",
            "[SequenceModel] [Features(3)] [Lstm(4, Bidirectional = true, «Merge = (Merge)7»)] public partial class M;",
            "[Lstm] has the value 7, which is no member of Merge. Use one of Concat, Sum, Mean.",
            "[SequenceModel] [Features(3)] [Lstm(4, Bidirectional = true, Merge = (Merge)1)] public partial class M;")
        {
            Use = "var model = new M(); var (y, state) = model.call(x);",
        },

        new("RNN137",
            "[SequenceModel] [Features(3)] [Lstm(4, «Initialization = (Initialization)16»)] public partial class M;",
            "[Lstm] has the value 16, which is no member of Initialization. Use one of Uniform, Orthogonal, Identity, ForgetGateBias, Chrono.",
            "[SequenceModel] [Features(3)] [Lstm(4, Initialization = (Initialization)1)] public partial class M;"),

        new("RNN151",
            "[SequenceModel] [Features(3)] [Lstm(4, Bidirectional = true, «Reverse = true»)] public partial class M;",
            "[Lstm] has Bidirectional = true and Reverse = true, which exclude each other: one of two directions reads from the end already. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4, Bidirectional = true)] public partial class M;")
        {
            Use = "var model = new M(); var (y, state) = model.call(x);",
        },

        new("RNN151",
            "[SequenceModel] [Features(3)] [Lstm(4, Layers = 2, Dropout = 0.1, «LockedDropout = 0.2»)] public partial class M;",
            "[Lstm] has Dropout = 0.1 and LockedDropout = 0.2, which exclude each other: both drop what passes from one layer to the next. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4, Layers = 2, LockedDropout = 0.2)] public partial class M;"),

        new("RNN151",
            "[SequenceModel] [Features(3)] [Rnn(4, «Initialization = Initialization.Orthogonal | Initialization.Identity»)] public partial class M;",
            "[Rnn] has Initialization.Orthogonal and Initialization.Identity, which exclude each other: both draw the recurrent weights. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Rnn(4, Initialization = Initialization.Identity)] public partial class M;"),

        new("RNN151",
            "[SequenceModel] [Features(3)] [Lstm(4, «Initialization = Initialization.ForgetGateBias | Initialization.Chrono», ChronoLength = 9)] public partial class M;",
            "[Lstm] has Initialization.ForgetGateBias and Initialization.Chrono, which exclude each other: both set the bias of the forget gate. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4, Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 9)] public partial class M;"),

        new("RNN152",
            "[SequenceModel] [Features(3)] [Lstm(4, «Merge = Merge.Sum»)] public partial class M;",
            "[Lstm] has Merge = Merge.Sum but one direction, so it would do nothing. Write Bidirectional = true, or remove Merge.",
            "[SequenceModel] [Features(3)] [Lstm(4, Merge = Merge.Concat)] public partial class M;"),

        new("RNN152",
            "[SequenceModel] [Features(3)] [Lstm(4, «ChronoLength = 100»)] public partial class M;",
            "[Lstm] has ChronoLength = 100 but no Initialization.Chrono, so it would do nothing. Write Initialization = Initialization.Chrono, or remove ChronoLength.",
            "[SequenceModel] [Features(3)] [Lstm(4, Initialization = Initialization.Chrono, ChronoLength = 100)] public partial class M;"),

        new("RNN153",
            "[SequenceModel] [Features(3)] [Gru(4, «Initialization = Initialization.Chrono»)] public partial class M;",
            "[Gru] has no ChronoLength, and Initialization.Chrono spreads memories between 1 and ChronoLength steps, at least 2. "
                + "Write ChronoLength = 784 for dependences of up to 784 steps.",
            "[SequenceModel] [Features(3)] [Gru(4, Initialization = Initialization.Chrono, ChronoLength = 784)] public partial class M;"),

        new("RNN153",
            "[SequenceModel] [Features(3)] [Gru(4, Initialization = Initialization.Chrono, «ChronoLength = 1»)] public partial class M;",
            "[Gru] has ChronoLength = 1, and Initialization.Chrono spreads memories between 1 and ChronoLength steps, at least 2. "
                + "Write ChronoLength = 784 for dependences of up to 784 steps.",
            "[SequenceModel] [Features(3)] [Gru(4, Initialization = Initialization.Chrono, ChronoLength = 2)] public partial class M;"),

        new("RNN154",
            "[SequenceModel] [Features(3)] [Gru(4, «Initialization = Initialization.ForgetGateBias»)] public partial class M;",
            "[Gru] has Initialization.ForgetGateBias, which sets the bias of an LSTM's forget gate. Use one of Uniform, Orthogonal, Chrono here.",
            "[SequenceModel] [Features(3)] [Lstm(4, Initialization = Initialization.ForgetGateBias)] public partial class M;"),

        new("RNN154",
            "[SequenceModel] [Features(3)] [Lstm(4, «Initialization = Initialization.Identity»)] public partial class M;",
            "[Lstm] has Initialization.Identity, which makes the one recurrent matrix of an Elman network the identity. "
                + "Use one of Uniform, Orthogonal, ForgetGateBias, Chrono here.",
            "[SequenceModel] [Features(3)] [Rnn(4, Initialization = Initialization.Identity)] public partial class M;"),

        new("RNN154",
            "[SequenceModel] [Features(3)] [Rnn(4, «Initialization = Initialization.Chrono», ChronoLength = 5)] public partial class M;",
            "[Rnn] has Initialization.Chrono, which sets the biases of gates. Use one of Uniform, Orthogonal, Identity here.",
            "[SequenceModel] [Features(3)] [Rnn(4, Initialization = Initialization.Orthogonal)] public partial class M;"),

        // What the model costs.
        new("RNN150",
            "[SequenceModel] [Features(3)] [Gru(4, «ResetAfter = false»)] public partial class M;",
            "[Gru] runs as an emitted loop and not on the fused kernel, because of ResetAfter = false: expect a training step of this layer to take "
                + "up to 1.2 times as long on a CPU, and several times on a GPU. Remove ResetAfter = false for PyTorch's and cuDNN's form, which learns as well.",
            "[SequenceModel] [Features(3)] [Gru(4, ResetAfter = true)] public partial class M;"),

        new("RNN150",
            "[SequenceModel] [Features(3)] [Lstm(4, «Zoneout = 0.1»)] public partial class M;",
            "[Lstm] runs as an emitted loop and not on the fused kernel, because of Zoneout = 0.1: expect a training step of this layer to take "
                + "up to 1.2 times as long on a CPU, and several times on a GPU. WeightDrop and LockedDropout keep the fused kernel.",
            "[SequenceModel] [Features(3)] [Lstm(4, WeightDrop = 0.1)] public partial class M;"),

        new("RNN150",
            "[SequenceModel] [Features(3)] [Lstm(4, «LayerNorm = true»)] public partial class M;",
            "[Lstm] runs as an emitted loop and not on the fused kernel, because of LayerNorm = true: expect a training step of this layer to take "
                + "up to 1.2 times as long on a CPU, and several times on a GPU. "
                + "A [LayerNorm] below it acts on its output and leaves the kernel as it is.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M;"),

        new("RNN150",
            "[SequenceModel] [Features(3)] [Lstm(4, «Peepholes = true»)] public partial class M;",
            "[Lstm] runs as an emitted loop and not on the fused kernel, because of Peepholes = true: expect a training step of this layer to take "
                + "up to 1.2 times as long on a CPU, and several times on a GPU. "
                + "Without them an LSTM learns as well in most tasks (Greff et al. 2017).",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M;"),

        new("RNN150",
            "[SequenceModel] [Features(3)] [Rnn(4, «RecurrentDropout = 0.2»)] public partial class M;",
            "[Rnn] runs as an emitted loop and not on the fused kernel, because of RecurrentDropout = 0.2: expect a training step of this layer to take "
                + "up to 1.2 times as long on a CPU, and several times on a GPU. WeightDrop and LockedDropout keep the fused kernel.",
            "[SequenceModel] [Features(3)] [Rnn(4, WeightDrop = 0.2)] public partial class M;"),

        // Shapes.
        new("RNN206",
            "[SequenceModel] [Features(3)] [Lstm(4, «Residual = true»)] public partial class M;",
            "[Lstm] has Residual = true, which adds each layer's input to its output, but the input has 3 features a step and the output 4. "
                + "Put [Linear] with the output's size above [Lstm], or change one of the two sizes.",
            "[SequenceModel] [Features(3)] [Linear(4)] [Lstm(4, Residual = true)] public partial class M;"),

        new("RNN206",
            "[SequenceModel] [Features(\"size = 3\")] [Lstm(\"size\", Bidirectional = true, «Residual = true»)] public partial class M;",
            "[Lstm] has Residual = true, which adds each layer's input to its output, but the input has size features a step and the output 2 × size. "
                + "Put [Linear] with the output's size above [Lstm], or change one of the two sizes.",
            "[SequenceModel] [Features(\"size = 3\")] [Lstm(\"size\", Bidirectional = true, Merge = Merge.Mean, Residual = true)] public partial class M;")
        {
            Use = "var model = new M(); var (y, state) = model.call(x);",
        },

        new("RNN207",
            "[SequenceModel] [Features(3)] [Lstm(4, «ProjectionSize = 4»)] public partial class M;",
            "[Lstm] has ProjectionSize = 4 and a hidden size of 4, and a projection makes the hidden state smaller. Write a smaller ProjectionSize, or remove it.",
            "[SequenceModel] [Features(3)] [Lstm(4, ProjectionSize = 3)] public partial class M;"),

        new("RNN207",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 32\", «ProjectionSize = \"p = 64\"»)] public partial class M;",
            "[Lstm] has ProjectionSize = p (64 by default) and a hidden size of hidden (32 by default), and a projection makes the hidden state smaller. Write a smaller ProjectionSize, or remove it.",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 64\", ProjectionSize = \"p = 32\")] public partial class M;"),

        new("RNN207",
            "[SequenceModel] [Features(3)] [Lstm(32, «ProjectionSize = \"p = 32\"»)] public partial class M;",
            "[Lstm] has ProjectionSize = p (32 by default) and a hidden size of 32, and a projection makes the hidden state smaller. Write a smaller ProjectionSize, or remove it.",
            "[SequenceModel] [Features(3)] [Lstm(32, ProjectionSize = \"p\")] public partial class M;") { RightUse = "var model = new M(8); var (y, state) = model.call(x);" },

        new("RNN168",
            "[SequenceModel] [Features(3)] [Lstm(32, «ProjectionSize = 16L»)] public partial class M;",
            "The projection size of [Lstm] is the long 16, and a size is an int, or a text that names a constructor parameter. Write 16.",
            "[SequenceModel] [Features(3)] [Lstm(32, ProjectionSize = 16)] public partial class M;"),

        new("RNN168",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(Twice), «Features = 8L»)] public partial class M { private static Tensor Twice(Tensor x) => cat([x, x], -1); }",
            "The number of features of [Apply] is the long 8, and a size is an int, or a text that names a constructor parameter. Write 8.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(Twice), Features = 8)] public partial class M { private static Tensor Twice(Tensor x) => cat([x, x], -1); }"),

        OfFeatures("4.5", "the double 4.5"),
        OfFeatures("new[] { \"a\" }", "new[] { \"a\" }"),
        OfFeatures("true", "true"),
        OfFeatures("typeof(int)", "typeof(int)"),

        // What follows from a size that cannot be read is not reported.
        new("RNN130",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(«0»)] [Classify] public partial class M;",
            "The size of [Linear] is 0, and a size is at least 1. Write a positive number or the name of a constructor parameter.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] [Classify] public partial class M;"),

        new("RNN131",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(«\"a b\"»)] [Ctc(Blank = 3)] public partial class M;",
            "The size of [Linear] is \"a b\", which names no constructor parameter: 'a b' is not a name. Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(4)] [Ctc(Blank = 3)] public partial class M;"),

        new("RNN130",
            "[SequenceModel] [Features(3)] [Lstm(«0», Residual = true)] public partial class M;",
            "The hidden size of [Lstm] is 0, and a size is at least 1. Write a positive number or the name of a constructor parameter.",
            "[SequenceModel] [Features(3)] [Lstm(3, Residual = true)] public partial class M;"),

        new("RNN131",
            "[SequenceModel] [Features(3)] [Lstm(«\"3000000000\"»)] public partial class M;",
            "The hidden size of [Lstm] is \"3000000000\", which names no constructor parameter: it is a number beyond 2147483647, the greatest size. "
                + "Write a name such as \"hidden\", or a name with its default such as \"hidden = 256\".",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden = 3\")] public partial class M;"),

        new("RNN218",
            "[SequenceModel] [Features(2_000_000_000)] [«Lstm(2_000_000_000)»] public partial class M;",
            "[Lstm] has 32,000,000,016,000,000,000 parameters, and a tensor has at most 9,223,372,036,854,775,807 elements. Write smaller sizes.",
            "[SequenceModel] [Features(20_000)] [Lstm(20_000)] public partial class M;"),

        new("RNN218",
            "[SequenceModel] [Embedding(\"words = 4_000_000_000\", 8)] [Lstm(4)] [Linear(\"wide = 4_000_000_000\")] [«Linear(\"words\")»] public partial class M;",
            "[Linear] has 16,000,000,004,000,000,000 parameters, and a tensor has at most 9,223,372,036,854,775,807 elements. Write smaller sizes.",
            "[SequenceModel] [Embedding(\"words = 4_000_000\", 8)] [Lstm(4)] [Linear(\"wide = 4_000_000\")] [Linear(\"words\")] public partial class M;"),

        new("RNN218",
            "[SequenceModel] [«Image(3, 2_000_000_000, 2_000_000_000)»] [FlattenToSequence(ImageAxis.Positions)] [Lstm(4)] [LastState] public partial class M;",
            "[Image] has an output of 12,000,000,000,000,000,000 elements for each sequence, and a tensor has at most 9,223,372,036,854,775,807 elements. Write smaller sizes.",
            "[SequenceModel] [Image(3, 2_000, 2_000)] [FlattenToSequence(ImageAxis.Positions)] [Lstm(4)] [LastState] public partial class M;") { Use = "var model = new M(); Tensor y = model.call(x);" },

        new("RNN231",
            "[SequenceModel] [Features(3)] [Lstm(1, «LayerNorm = true»)] public partial class M;",
            "[Lstm] has LayerNorm = true and 1 unit, and normalises 1 feature, which is always 0. Give it at least 2 units, or remove LayerNorm.",
            "[SequenceModel] [Features(3)] [Lstm(1)] public partial class M;"),

        new("RNN208",
            "[SequenceModel(Step = true)] [Features(3)] [Lstm(4, «Bidirectional = true»)] public partial class M;",
            "'M' is declared with Step = true, to be run one step at a time, but 'lstm' is bidirectional and reads every sequence from its last step. "
                + "Change [Lstm], or remove Step = true.",
            "[SequenceModel(Step = true)] [Features(3)] [Lstm(4)] public partial class M;")
        {
            Use = "var model = new M(); var (y, state) = model.call(x);",
        },

        new("RNN208",
            "[SequenceModel(Step = true)] [Features(3)] [Gru(4, «Reverse = true»)] public partial class M;",
            "'M' is declared with Step = true, to be run one step at a time, but 'gru' reads every sequence from its end. Change [Gru], or remove Step = true.",
            "[SequenceModel] [Features(3)] [Gru(4, Reverse = true)] public partial class M;")
        {
            Use = "var model = new M(); var (y, state) = model.call(x);",
            RightUse = "var model = new M(); var (y, state) = model.call(x);",
        },

        new("RNN201",
            "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(0.5)] [«LastState»] [Linear(2)] public partial class M;",
            "[LastState] is the final state of the recurrent layer it stands directly below, but it stands after [Dropout]. "
                + "Move it up to directly below [Lstm]: [Dropout] then acts on the one vector.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] [Dropout(0.5)] [Linear(2)] public partial class M;") { Use = VectorUse },

        new("RNN201",
            "[SequenceModel(Output = ModelOutput.PerSequence)] [Features(3)] [Lstm(4)] [Dropout(0.5)] [«LastState»] public partial class M;",
            "[LastState] is the final state of the recurrent layer it stands directly below, but it stands after [Dropout]. "
                + "Move it up to directly below [Lstm]: [Dropout] then acts on the one vector.",
            "[SequenceModel(Output = ModelOutput.PerSequence)] [Features(3)] [Lstm(4)] [LastState] [Dropout(0.5)] public partial class M;") { Use = VectorUse },

        new("RNN201",
            "[SequenceModel] [Features(3)] [«LastState»] [Lstm(4)] [Linear(2)] public partial class M;",
            "[LastState] is the final state of the recurrent layer it stands directly below, but it stands after [Features]. Move it to directly below [Lstm].",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] [Linear(2)] public partial class M;") { Use = VectorUse },

        new("RNN201",
            "[SequenceModel(Output = ModelOutput.PerSequence)] [«LastState»] [Features(3)] [Lstm(4)] public partial class M;",
            "[LastState] is the final state of the recurrent layer it stands directly below, but it stands at the top. Move it to directly below [Lstm].",
            "[SequenceModel(Output = ModelOutput.PerSequence)] [Features(3)] [Lstm(4)] [LastState] public partial class M;") { Use = VectorUse },

        new("RNN202",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] [«LastState»] public partial class M;",
            "This is a second [LastState], and after the first there is one vector, [batch, 4], and no sequence left. Remove one of the two.",
            "[SequenceModel] [Features(3)] [Lstm(4)] [LastState] public partial class M;") { Use = VectorUse },

        new("RNN203",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden\", Bidirectional = true)] [«LastState»] [Gru(8)] public partial class M;",
            "[LastState] reduces the sequence to one vector, [batch, 2 × hidden], and [Gru] below it needs a sequence, [batch, time, features]. "
                + "Remove this [LastState], or move it below [Gru].",
            "[SequenceModel] [Features(3)] [Lstm(\"hidden\", Bidirectional = true)] [Gru(8)] public partial class M;")
        {
            Use = "var model = new M(5); var (y, state) = model.call(x);",
        },

        new("RNN204",
            "[SequenceModel(Output = ModelOutput.PerSequence)] [Features(3)] [«Lstm(4)»] [Linear(2)] public partial class M;",
            "'M' is declared to give one vector for a sequence, but [Lstm] keeps every step, [batch, time, 4], and the output is [batch, time, 2]. Put [LastState] below [Lstm].",
            "[SequenceModel(Output = ModelOutput.PerSequence)] [Features(3)] [Lstm(4)] [LastState] [Linear(2)] public partial class M;") { Use = VectorUse },

        new("RNN205",
            "[SequenceModel(Output = ModelOutput.PerStep)] [Features(3)] [Lstm(4)] [«LastState»] [Linear(2)] public partial class M;",
            "'M' is declared to give a vector for every step, but [LastState] keeps one vector of the sequence, [batch, 4]. "
                + "Remove [LastState], or declare Output = ModelOutput.PerSequence.",
            "[SequenceModel(Output = ModelOutput.PerStep)] [Features(3)] [Lstm(4)] [Linear(2)] public partial class M;"),

        // Stateless layers.
        .. LayerRuleCases.All,

        // Cells and their equations.
        .. EquationRuleCases.All,

        // Decoders, and encoders and decoders together.
        .. DecoderRuleCases.All,

        // Streams.
        .. StreamingRuleCases.All,
        .. OnnxRuleCases.All,
    ];

    /// <summary>[Apply] with a number of features that is none.</summary>
    private static RuleCase OfFeatures(string written, string shown) => new("RNN168",
        "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(Twice), «Features = " + written + "»)] [Linear(2)] [Classify] public partial class M { private static Tensor Twice(Tensor x) => cat([x, x], -1); }",
        $"The number of features of [Apply] is {shown}, and a size is an int, or a text that names a constructor parameter. Write a whole number of at least 1, or a name such as \"hidden\".",
        "[SequenceModel] [Features(3)] [Lstm(4)] [Apply(nameof(Twice), Features = 8)] [Linear(2)] [Classify] public partial class M { private static Tensor Twice(Tensor x) => cat([x, x], -1); }");
}
