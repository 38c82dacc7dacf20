using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.Names;

/// <summary>
/// Declarations in which every name can be another one: of layers, sizes, cells, their states, parameters and values, of classes, namespaces, type
/// parameters, types around a model and members beside it.
/// </summary>
/// <remarks>
/// <c>«hidden:size»</c> is a name in an attribute's text, <c>«@Model:class»</c> one in C#; before the colon stands the name that it has by itself.
/// </remarks>
internal static partial class NamedModels
{
    private static readonly string[] Templates =
    [
        // Fused kernels, with every size and layer named.
        """
        public partial class «@Around:around»<«@T:parameter around»>
        {
            [SequenceModel] [Embedding("«vocabulary:size»", "«features = 6:size with default»", Name = "«embed:layer»")] [Lstm("«hidden:size»", ProjectionSize = "«projection = 3:size»", Name = "«lstm:layer»")]
            [Dropout(0.3, Name = "«drop:layer»")] [Linear("«vocabulary:size»", Name = "«fc:layer»")]
            public partial class «@Model:class»<«@U:parameter»> { «:member» }
        }
        """,
        // Emitted loops of built-in cells, two recurrences.
        """
        [SequenceModel] [Features("«features:size»", Name = "«input:layer»")] [Gru("«hidden:size»", ResetAfter = false, Zoneout = 0.1, Name = "«below:layer»")]
        [Lstm(5, LayerNorm = true, Layers = 2, RecurrentDropout = 0.1, WeightDrop = 0.1, Dropout = 0.1, Name = "«above:layer»")] [Linear(4, Name = "«fc:layer»")] [Classify]
        public partial class «@Model:class»<«@U:parameter»> { «:member» }
        """,
        // A cell of equations in a loop: three states, sizes of their own, values of the input and of the state.
        """
        [Cell("v_t = tanh(«V:matrix» · x_t + «b:vector»)\n«g:value»_t = σ(«W:matrix of state» · [h_{t-1}, x_t] + «p:gain» ⊙ «s:state»_{t-1})\n«u:value of input»_t = relu(«Q:matrix of input» · x_t)\n«s:state»_t = «g:value»_t ⊙ «s:state»_{t-1} + max(«u:value of input»_t, 0.1)\n«m:sized state»_t = tanh(«R:matrix of sized state» · «m:sized state»_{t-1} + «C:matrix» · v_t)\nh_t = «s:state»_t ⊙ layernorm(«D:matrix of value» · «m:sized state»_t) + v_t", States = "«m:sized state»: «memory:named size»")]
        public partial class «@Own:cell»;

        [SequenceModel] [Features(3)] [Recurrent(typeof(«@Own:cell»), "«hidden:size»", Sizes = "«memory:named size»: «width = 4:size»", Zoneout = 0.1, RecurrentDropout = 0.1, WeightDrop = 0.1)] [Linear(2)]
        public partial class «@Model:class» { «:member» }
        """,
        // A cell of equations on a fused kernel.
        """
        [Cell("«z:gate»_t = σ(«W:matrix» · x_t + «U:matrix of state» · h_{t-1} + «b:vector»)\n«r:reset»_t = σ(«Wr:matrix of reset» · x_t + «Ur:matrix» · h_{t-1})\n«n:candidate»_t = tanh(«Wn:matrix of candidate» · x_t + «r:reset»_t ⊙ («Un:matrix of candidates state» · h_{t-1} + «c:vector of candidate»))\nh_t = (1 - «z:gate»_t) ⊙ «n:candidate»_t + «z:gate»_t ⊙ h_{t-1}")]
        public partial class «@Own:cell»;

        [SequenceModel] [Features("«features:size»")] [Recurrent(typeof(«@Own:cell»), 4, Layers = 2, Name = "«cell:layer»")] [Linear("«classes:size»")] [Regress]
        public partial class «@Model:class»<«@U:parameter»> { «:member» }
        """,
        // Stateless layers, code of the author's own, pooling and a head.
        """
        public sealed class «@Scale:module»<«@V:parameter of module»>() : global::TorchSharp.torch.nn.Module<global::TorchSharp.torch.Tensor, global::TorchSharp.torch.Tensor>("scale")
        {
            public override global::TorchSharp.torch.Tensor forward(global::TorchSharp.torch.Tensor x) => x;
        }

        [SequenceModel] [Features("«features:size»", Name = "«input:layer»")] [Conv1d("«channels:size»", Stride = 2, Name = "«conv:layer»")] [LayerNorm(Name = "«norm:layer»")] [Apply("«Centre:method»")] [Module(typeof(«@Scale:module»<float>), Name = "«scale:layer»")]
        [Gru(4, Bidirectional = true, Name = "«gru:layer»")] [AttentionPooling("«scores:size»", Name = "«pool:layer»")] [Activation(Activation.Relu, Name = "«act:layer»")] [Linear(3, Name = "«fc:layer»")] [Classify]
        public partial class «@Model:class» { private global::TorchSharp.torch.Tensor «@Centre:method»(global::TorchSharp.torch.Tensor x) => x; «:member» }
        """,
        // Spectrograms to labels.
        """
        [SequenceModel] [Image("«channels:size»", 22, 20, Name = "«image:layer»")] [Conv2d("«maps:size»", Stride = 1, Name = "«conv:layer»")] [MaxPool2d(2, Name = "«max:layer»")] [FlattenToSequence(ImageAxis.Columns, Name = "«flat:layer»")]
        [Rnn(4, Residual = false, Merge = Merge.Sum, Bidirectional = true, Name = "«rnn:layer»")] [Linear("«labels:size»", Name = "«fc:layer»")] [Ctc]
        public partial class «@Model:class» { «:member» }
        """,
        // A decoder whose step loop runs the attention, and the pair.
        """
        [Encoder] [Embedding("«words:size»", 6, Name = "«embed:layer of encoder»")] [Gru(5, Name = "«gru:layer of encoder»")] public partial class «@Reader:encoder»;

        [Decoder] [Embedding("«targets:size of decoder»", 6, Name = "«embed:layer»")] [Lstm(5, Name = "«lstm:layer of decoder»")] [Attention(AttentionScore.LocationAware, "«scores:size of attention»", Coverage = true, Filters = 3, Width = 3, InputFeeding = true, Name = "«attention:layer of attention»")] [Readout(7, Activation.Tanh, Name = "«say:layer of readout»")] [Linear("«targets:size of decoder»", Name = "«fc:layer of output»")] [Classify]
        public partial class «@Writer:decoder»;

        [EncoderDecoder(typeof(«@Reader:encoder»), typeof(«@Writer:decoder»), Bridge = Bridge.DenseMean)]
        public partial class «@Pair:class» { «:member» }
        """,
        // A decoder with the attention in the cell's loop, beside an output that copies.
        """
        [Encoder] [Embedding(9, 6)] [Lstm(5, Layers = 2)] public partial class Reader;

        [Decoder] [Embedding(9, 6, Name = "«embed:layer»")] [Attention(AttentionScore.General, Name = "«attention:layer of attention»")] [Lstm(5, Layers = 2, Name = "«lstm:layer of decoder»")] [Dropout(0.1, Name = "«drop:layer of dropout»")] [Linear(9, Name = "«attention2:layer of output»")] [Copy(Name = "«copy:layer of copy»")]
        public partial class «@Writer:decoder» { «:member» }

        [EncoderDecoder(typeof(Reader), typeof(«@Writer:decoder»), Bridge = Bridge.Last)]
        public partial class «@Pair:class»;
        """,
        // A decoder with a context vector and a shared table.
        """
        [Encoder] [Embedding("«words:size»", "«width = 6:size with default»")] [Rnn(5)] [LastState] public partial class «@Reader:encoder»;

        [Decoder] [Embedding("«words:size»", "«width = 6:size with default»", Name = "«embed:layer»")] [Context(Name = "«context:layer of context»")] [Gru(5, Name = "«gru:layer of decoder»")] [Readout("«width = 6:size with default»", Name = "«say:layer of readout»")] [Linear("«words:size»", TiedTo = "«embed:layer»", Name = "«fc:layer of output»")]
        public partial class «@Writer:decoder» { «:member» }

        [EncoderDecoder(typeof(«@Reader:encoder»), typeof(«@Writer:decoder»), SharedEmbedding = true)]
        public partial class «@Pair:class» { «:member of pair» }
        """,
    ];

    /// <summary>Members that stand beside a model: {0} is the name.</summary>
    private static readonly string[] Members =
    [
        "private readonly int @{0} = 1;", "public int @{0} => 1;", "public static string @{0}(int a) => \"\" + a;", "private int @{0}() => 1;", "public sealed class @{0};", "public const string @{0} = \"\";", "public event global::System.Action? @{0};",
    ];

    private static readonly Dictionary<string, Slot[]> SlotsOf = Templates.ToDictionary(template => template, template =>
        Places().Matches(template).Select(place => new Slot(place.Value, place.Groups[1].Value, place.Groups[2].Value)).Distinct().ToArray());

    /// <summary>A declaration with one or two names from a pool.</summary>
    public static NamedModel Next(Random random, int number, IReadOnlyList<string> pool)
    {
        var template = Templates[random.Next(Templates.Length)];
        var slots = SlotsOf[template].Append(Space).OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToDictionary(slot => slot, _ => pool[random.Next(pool.Count)]);
        return Make(template, number, slots, Members[random.Next(Members.Length)]);
    }

    /// <summary>Every declaration with the names that it has by itself.</summary>
    public static IEnumerable<NamedModel> Plain() => Templates.Select((template, i) => Make(template, i, [], ""));

    private static readonly Slot Space = new("", "", "namespace");

    private static NamedModel Make(string template, int number, Dictionary<Slot, string> names, string member)
    {
        var file = "N" + number.ToString(CultureInfo.InvariantCulture);
        var body = Places().Replace(template, place =>
        {
            var slot = SlotsOf[template].First(slot => slot.Text == place.Value);
            var name = names.GetValueOrDefault(slot);
            return slot.Meaning.StartsWith("member", StringComparison.Ordinal) ? (name is null ? "" : member.Replace("{0}", name, StringComparison.Ordinal))
                : name is null ? slot.Default
                : slot.Default[0] == '@' ? "@" + name
                : slot.Default.Contains('=') ? name + slot.Default[slot.Default.IndexOf(' ')..]
                : name;
        });
        var space = names.TryGetValue(Space, out var inner) ? $"{file}.@{inner}" : file;
        return new NamedModel(file, $"namespace {space};\n\n{body}\n", string.Join(", ", names.Select(pair => $"{pair.Key.Meaning} '{pair.Value}'")));
    }

    [GeneratedRegex("«([^:»]*):([^»]+)»")]
    private static partial Regex Places();

    private sealed record Slot(string Text, string Default, string Meaning);
}

/// <summary>A declaration and the names that were put into it.</summary>
/// <param name="File">The first part of its namespace, and its file's name.</param>
/// <param name="Source">The declaration.</param>
/// <param name="Names">What was named how.</param>
internal sealed record NamedModel(string File, string Source, string Names);
