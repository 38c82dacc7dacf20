using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The layers of a model that streams run forward in time, and none needs TorchSharp.</summary>
internal static class StreamingRules
{
    /// <summary>Whether a model is emitted as a stream.</summary>
    public static bool Streams(ModelDeclaration declaration, CompilationEnvironment environment) => declaration.HasStreaming || environment.IsStreamingOnly;

    public static void Check(ModelDeclaration declaration, CompilationEnvironment environment, IReadOnlyList<BoundLayer> layers, DiagnosticBag diagnostics)
    {
        if (!declaration.IsModel || !Streams(declaration, environment))
        {
            return;
        }

        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            if (WhyNot(layer) is var (option, reason, advice) && reason.Length > 0)
            {
                diagnostics.Add(Rules.DoesNotStream, DiagnosticLocation.Layer(index, option), declaration.Type.Level.Name, declaration.Layers[index].Attribute, reason, advice);
            }
        }
    }

    /// <summary>Why a layer does not stream, the option that makes it so, and what to do; no reason for a layer that does.</summary>
    private static (string? Option, string Reason, string Advice) WhyNot(Layer layer) => layer switch
    {
        RecurrentLayer { Bidirectional: true } => ("Bidirectional", "reads every sequence from both ends, and a stream has no last step", "Remove Bidirectional."),
        RecurrentLayer { Options.Reverse: true } => ("Reverse", "reads every sequence from its end, and a stream has no last step", "Remove Reverse."),
        RecurrentLayer { UserCell.Typed.Matrices: { Count: > 0 } matrices } => (null, $"makes the matrix '{matrices[0].Name.Display}' of others, and a stream reads matrices as the file has them", "Give the cell a matrix of its own in its place, or remove [Streaming]."),
        { Input: ImageShape } => (null, "reads whole images, and a stream has one step at a time", "Begin with [Embedding] or [Features]."),
        _ => layer.Operations.Select(operation => operation.Accept(StreamedOperations.Instance)).FirstOrDefault(reason => reason is not null) is { } reason ? (null, reason.Reason, reason.Advice) : (null, "", ""),
    };

    private sealed record Refusal(string Reason, string Advice);

    /// <summary>Why an operation does not stream; null for one that does.</summary>
    private sealed class StreamedOperations : IOperationVisitor<Refusal?>
    {
        public static readonly StreamedOperations Instance = new();

        private static readonly Refusal WholeSequences = new("reduces whole sequences, and a stream has no last step", "Write [LastState], or remove it for an output at every step.");

        private static readonly Refusal Memory = new("reads the memory of an encoder, which a stream does not have", "Remove it.");

        public Refusal? Visit(LookupOperation operation) => null;

        public Refusal? Visit(LinearOperation operation) => null;

        public Refusal? Visit(ActivationOperation operation) => null;

        public Refusal? Visit(NormalizationOperation operation) => null;

        public Refusal? Visit(DropoutOperation operation) => null;

        public Refusal? Visit(FinalStateOperation operation) => null;

        public Refusal? Visit(ReductionOperation operation) => WholeSequences;

        public Refusal? Visit(AttentionPoolingOperation operation) => WholeSequences;

        public Refusal? Visit(ConvolutionOperation operation) => new("is a convolution, which streams do not compute", "Remove it, or write a recurrent layer in its place.");

        public Refusal? Visit(PoolingOperation operation) => new("reads several steps at once, and a stream has one step at a time", "Remove it.");

        public Refusal? Visit(FlattenOperation operation) => new("reads whole images, and a stream has one step at a time", "Begin with [Embedding] or [Features].");

        public Refusal? Visit(UserMethodOperation operation) => new($"calls '{operation.Method}', a method of tensors, and a stream has no tensors", "Remove it, or write [Activation] where one of its functions is what it computes.");

        public Refusal? Visit(UserModuleOperation operation) => new("creates a module of TorchSharp, which a stream does without", "Remove it, or write its layers here.");

        public Refusal? Visit(AttentionOperation operation) => Memory;

        public Refusal? Visit(ContextOperation operation) => Memory;

        public Refusal? Visit(ReadoutOperation operation) => Memory;

        public Refusal? Visit(CopyOperation operation) => Memory;
    }
}
