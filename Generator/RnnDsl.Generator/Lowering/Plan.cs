using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;
using RnnDsl.Generator.Lowering.Streams;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering;

/// <summary>A model with the kernel, the loop and the step of each recurrent layer, and the state.</summary>
/// <param name="Model">The model.</param>
/// <param name="Recurrences">The recurrent layers in their order.</param>
internal sealed record Plan(Model Model, EquatableArray<Recurrence> Recurrences)
{
    /// <summary>The layers of a decoder that run step by step, because one of them reads the output of another at the previous step; null if there are none.</summary>
    public StepLoop? Loop { get; init; }

    /// <summary>The attention of a decoder and the recurrence below it in one emitted loop with a backward pass of its own; null if there are none.</summary>
    public AttentionRecurrence? AttentionRecurrence { get; init; }

    /// <summary>Whether some layers of a recurrence run over a sequence outside of a loop of the decoder: all, or those above one with attention.</summary>
    public bool RunsLayers(Recurrence recurrence) => !recurrence.IsStepped || (AttentionRecurrence?.Layer == recurrence.Layer && recurrence.Operation.Layers > 1);

    /// <summary>The state tensors of a decoder beside those of its recurrences.</summary>
    public EquatableArray<StateTensor> ExtraState { get; init; }

    /// <summary>The class.</summary>
    public TypeDeclaration Type => Model.Type;

    /// <summary>The errors of the declaration; the members of a model with errors throw.</summary>
    public EquatableArray<string> Errors => Model.Errors;

    /// <summary>The names of the members of the model as a whole.</summary>
    public EquatableArray<string> Members => Model.Members;

    /// <summary>The layers as a table.</summary>
    public LayerTable Table { get; init; } = null!;

    /// <summary>What the input is called, where nothing else is called so.</summary>
    public string InputName => Model.Input is TokenShape ? "tokens" : Identifiers.ToCamelCase(Model.Layers[0].Property);

    /// <summary>The constructor.</summary>
    public ConstructorPlan Constructor { get; init; } = null!;

    /// <summary>The methods.</summary>
    public ModelMethods Methods { get; init; } = null!;

    /// <summary>Whether it is also a graph.</summary>
    public bool ExportsGraph => Model.ExportsOnnx;

    /// <summary>The graph; null for a model that has none, and for one with errors.</summary>
    public ModelGraph? Graph { get; init; }

    /// <summary>Whether it is a decoder, whose graph is that of one step.</summary>
    public bool IsDecoder => Model.IsDecoder;

    /// <summary>Whether it also runs as a stream.</summary>
    public bool Streams => Model.Streams;

    /// <summary>The stream; null for a model that does not stream, and for one with errors.</summary>
    public StreamPlan? Stream { get; init; }

    public bool CarriesState => Model.CarriesState;

    public bool HasStep => Model.HasStep;

    public bool HasState => Model.HasState;

    /// <summary>Why there is no <c>Step</c>; null where there is one.</summary>
    public string? NoStep => SingleStep.WhyNot(Model);

    /// <summary>How a recurrent layer is computed.</summary>
    public Recurrence Of(LayerReference layer) => Recurrences.First(recurrence => recurrence.Layer.Key == layer.Key);

    /// <summary>The hidden state of a recurrent layer.</summary>
    /// <param name="key">The name of the layer.</param>
    public StateTensor HiddenStateOf(string key) => Recurrences.First(recurrence => recurrence.Layer.Key == key).State[0];

    /// <summary>The tensors of the state record, recurrence by recurrence.</summary>
    public IEnumerable<StateTensor> State => Recurrences.SelectMany(recurrence => recurrence.State).Concat(ExtraState);

    /// <summary>The state tensors of the step loop.</summary>
    public IEnumerable<StateTensor> LoopState => Recurrences.Where(recurrence => recurrence.IsStepped).SelectMany(recurrence => recurrence.State).Concat(ExtraState);

    /// <summary>One of <see cref="ExtraState"/>; null if the decoder does not have it.</summary>
    public StateTensor? ExtraStateOf(DecoderStateKind kind) => ExtraState.FirstOrDefault(state => state.OfDecoder == kind);
}

/// <summary>A recurrent layer with its kernel, loop and step.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Operation">Its cell, sizes and options.</param>
/// <param name="Kernel">What computes a sequence.</param>
/// <param name="StepsByCellOperation">Whether one step of the whole stack is one call of the runtime; else the step is emitted.</param>
/// <param name="State">Its state tensors.</param>
internal sealed record Recurrence(LayerReference Layer, RecurrenceOperation Operation, Kernel Kernel, bool StepsByCellOperation, EquatableArray<StateTensor> State)
{
    /// <summary>Whether it runs in a loop of the decoder, with other layers or with the attention above it.</summary>
    public bool IsStepped { get; init; }

    /// <summary>The cell of the emitted step; null without one.</summary>
    public CellGraph? StepCell { get; init; }

    /// <summary>The emitted loop; null without one.</summary>
    public LoopSchedule? Loop { get; init; }

    /// <summary>The same loop for targets that compute rows; null without a loop, and for a cell of too many values.</summary>
    public RowSchedule? Rows { get; init; }

    /// <summary>The emitted step.</summary>
    public EmittedStep Step { get; init; }

    /// <summary>Whether a module of the library holds the weights, and its kernel computes the layer.</summary>
    public bool HasLibraryModule => Kernel == Kernel.FusedSequence;
}

/// <summary>A tensor of the state record: [layers × directions, batch, size].</summary>
/// <param name="Name">Its property.</param>
/// <param name="Kind">Hidden, Cell or a state of a user-defined cell; in a decoder also AttentionalFeed, Coverage or PreviousWeights.</param>
/// <param name="Layer">The layer that it belongs to.</param>
/// <param name="Rows">The number of layers times directions.</param>
/// <param name="Size">The last dimension; null for the number of source positions.</param>
internal sealed record StateTensor(string Name, string Kind, LayerReference Layer, int Rows, Polynomial? Size)
{
    /// <summary>Which state of a decoder it is; null for a state of a recurrent layer.</summary>
    public DecoderStateKind? OfDecoder { get; init; }

    /// <summary>Whether it is a state of a recurrent layer; else it belongs to another layer of a decoder.</summary>
    public bool IsOfRecurrence => OfDecoder is null;

    /// <summary>Whether its recurrence has two directions.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>How the directions of its recurrence become one.</summary>
    public MergeKind Merge { get; init; }

    /// <summary>Whether it is the first state of its recurrence, which is the output.</summary>
    public bool IsOutput { get; init; }

    public Shape Shape => new StateShape(Rows, Size);

    /// <summary>What it contains. A name in backquotes is code.</summary>
    public string Meaning => OfDecoder switch
    {
        DecoderStateKind.AttentionalFeed => $"the output of `{Layer.Key}` at the previous step",
        DecoderStateKind.Coverage => "the sum of the attention weights so far",
        DecoderStateKind.PreviousWeights => "the attention weights of the previous step",
        null => "layer by layer" + (IsBidirectional ? ", forward before reverse" : ""),
        _ => throw new InvalidOperationException($"{OfDecoder} has no meaning."),
    };
}

/// <summary>What the emitted step of a recurrence is made of.</summary>
internal enum EmittedStep
{
    /// <summary>There is none: the model has no step, or the runtime's operations compute it.</summary>
    None,

    /// <summary>The step of the emitted loop.</summary>
    OfLoop,

    /// <summary>A graph of the cell, equation by equation.</summary>
    OfGraph,
}
