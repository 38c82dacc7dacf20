using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The layers of a model that streams run forward in time, and none needs TorchSharp. In an encoder-decoder the encoder reads whole sources.</summary>
internal static class StreamingRules
{
    /// <summary>What a layer belongs to.</summary>
    private enum Role
    {
        /// <summary>A model that computes a step at a time.</summary>
        Model,

        /// <summary>An encoder, which reads whole sequences.</summary>
        Encoder,

        /// <summary>A decoder, which reads a memory.</summary>
        Decoder,
    }

    /// <summary>Whether a model is emitted as a stream. An encoder or a decoder is a part of that of its encoder-decoder, and one of its own only by the attribute.</summary>
    public static bool Streams(ModelDeclaration declaration, CompilationEnvironment environment) =>
        declaration.HasStreaming || (environment.IsStreamingOnly && declaration.Kind == ModelKind.SequenceModel);

    /// <summary>Whether an encoder-decoder is emitted as one.</summary>
    public static bool Streams(EncoderDecoderDeclaration declaration, CompilationEnvironment environment) => declaration.HasStreaming || environment.IsStreamingOnly;

    public static void Check(ModelDeclaration declaration, CompilationEnvironment environment, Model model, IReadOnlyList<BoundLayer> layers, DiagnosticBag diagnostics)
    {
        if (!declaration.IsModel || !Streams(declaration, environment))
        {
            return;
        }

        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            if (WhyNot(layer, Role.Model) is { } refusal)
            {
                diagnostics.Add(Rules.DoesNotStream, DiagnosticLocation.Layer(index, refusal.Option), declaration.Type.Level.Name, declaration.Layers[index].Attribute, refusal.Reason, refusal.Advice);
            }
        }

        if (WeightSizes.FirstUnknown(model) is { } size && layers.FirstOrDefault(bound => bound.Layer.Key == size.Uses[0].Layer) is { Index: var user })
        {
            diagnostics.Add(Rules.DoesNotStream, DiagnosticLocation.Layer(user), declaration.Type.Level.Name, declaration.Layers[user].Attribute, "has " + UnknownSize(size), NumberAdvice);
        }
    }

    /// <summary>The layers of both sides of an encoder-decoder that streams.</summary>
    public static void Check(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        if (!encoderDecoder.Streams)
        {
            return;
        }

        foreach (var (side, role) in new[] { (encoderDecoder.Encoder, Role.Encoder), (encoderDecoder.Decoder, Role.Decoder) })
        {
            foreach (var layer in side.Model.Layers)
            {
                if (WhyNot(layer, role) is { } refusal)
                {
                    diagnostics.Add(Rules.DoesNotStream, DiagnosticLocation.EncoderDecoder(role.ToString()), encoderDecoder.Type.Level.Name, "EncoderDecoder", $"names '{side.Display}', whose '{layer.Key}' {refusal.Reason}", refusal.Advice);
                    break;
                }
            }
        }

        if (WeightSizes.FirstUnknown(encoderDecoder.Encoder.Model, encoderDecoder.Decoder.Model) is { } size)
        {
            var isOfEncoder = encoderDecoder.Encoder.Model.Parameters.Contains(size);
            var side = isOfEncoder ? encoderDecoder.Encoder : encoderDecoder.Decoder;
            diagnostics.Add(Rules.DoesNotStream, DiagnosticLocation.EncoderDecoder((isOfEncoder ? Role.Encoder : Role.Decoder).ToString()), encoderDecoder.Type.Level.Name, "EncoderDecoder",
                $"names '{side.Display}', whose '{size.Uses[0].Layer}' has {UnknownSize(size)}", NumberAdvice);
        }
    }

    private const string NumberAdvice = "Write a number in its place.";

    private static string UnknownSize(SizeParameter size) => $"the size '{size.Name}', which a stream reads from the shapes of the weights, and they do not determine it";

    /// <summary>Why a layer does not stream; null for one that does.</summary>
    private static Refusal? WhyNot(Layer layer, Role role) => layer switch
    {
        { Input: ImageShape } => role == Role.Model
            ? new("reads whole images, and a stream has one step at a time", "Begin with [Embedding] or [Features].")
            : new("reads whole images, which streams do not", "Begin with [Embedding] or [Features], or remove [Streaming]."),
        _ => layer.Operations.Select(operation => operation.Accept(role == Role.Model ? OfModel : OfSides)).FirstOrDefault(reason => reason is not null),
    };

    private static readonly StreamedOperations OfModel = new(isSide: false);

    private static readonly StreamedOperations OfSides = new(isSide: true);

    /// <summary>Why a layer does not stream.</summary>
    /// <param name="Reason">What it does.</param>
    /// <param name="Advice">What to write instead.</param>
    /// <param name="Option">The option that makes it so; null for the layer itself.</param>
    private sealed record Refusal(string Reason, string Advice, string? Option = null);

    /// <summary>Why an operation does not stream; null for one that does.</summary>
    /// <param name="isSide">Whether it belongs to an encoder or a decoder of an encoder-decoder.</param>
    private sealed class StreamedOperations(bool isSide) : IOperationVisitor<Refusal?>
    {
        private readonly Refusal? _memory = isSide ? null : new("reads the memory of an encoder, which a stream does not have", "Remove it, or put [Streaming] on the class with [EncoderDecoder] instead.");

        public Refusal? Visit(RecurrenceOperation operation) => operation switch
        {
            { Bidirectional: true } when !isSide => new("reads every sequence from both ends, and a stream has no last step", "Remove Bidirectional.", "Bidirectional"),
            { Options.Reverse: true } when !isSide => new("reads every sequence from its end, and a stream has no last step", "Remove Reverse.", "Reverse"),
            { UserCell.Typed.Matrices: var matrices } when matrices.FirstOrDefault(matrix => matrix.Formula is not MatrixRowsValue) is { } matrix => new($"makes the matrix '{matrix.Name.Display}' of others, and a stream reads matrices as the file has them", "Give the cell a matrix of its own in its place, or remove [Streaming]."),
            _ => null,
        };

        public Refusal? Visit(LookupOperation operation) => null;

        public Refusal? Visit(LinearOperation operation) => null;

        public Refusal? Visit(ActivationOperation operation) => null;

        public Refusal? Visit(NormalizationOperation operation) => null;

        public Refusal? Visit(DropoutOperation operation) => null;

        public Refusal? Visit(FinalStateOperation operation) => null;

        public Refusal? Visit(ReductionOperation operation) => null;

        public Refusal? Visit(AttentionPoolingOperation operation) => null;

        public Refusal? Visit(ConvolutionOperation operation) => isSide || operation.Window is { Stride: 1, After: 0, Shrink: 0 } ? null
            : operation.Window.Stride > 1 ? new("skips steps, and a stream has an output at every step", "Remove Stride.", "Stride")
            : new("reads steps on both sides, and a stream has no later ones", "Write Padding = ConvolutionPadding.Causal.");

        public Refusal? Visit(PoolingOperation operation) => isSide ? null : new("reads several steps at once, and a stream has one step at a time", "Remove it.");

        public Refusal? Visit(FlattenOperation operation) => new("reads whole images, and a stream has one step at a time", "Begin with [Embedding] or [Features].");

        public Refusal? Visit(UserMethodOperation operation) => new($"calls '{operation.Method}', a method of tensors, and a stream has no tensors", "Remove it, or write [Activation] where one of its functions is what it computes.");

        public Refusal? Visit(UserModuleOperation operation) => new("creates a module of TorchSharp, which a stream does without", "Remove it, or write its layers here.");

        public Refusal? Visit(CurrentStateAttentionOperation operation) => _memory;

        public Refusal? Visit(PreviousStateAttentionOperation operation) => _memory;

        public Refusal? Visit(ContextOperation operation) => _memory;

        public Refusal? Visit(ReadoutOperation operation) => _memory;

        public Refusal? Visit(CopyOperation operation) => _memory;
    }
}
