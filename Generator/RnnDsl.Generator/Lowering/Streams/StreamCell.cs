using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>One layer of a recurrence in one direction: its input products for all steps of a block, then its steps. Its rows and weights are declared before it.</summary>
internal sealed class StreamCell : StreamItem
{
    private readonly RecurrenceOperation _operation;
    private readonly int _number;
    private readonly StreamItems _items;
    private readonly string _prefix;
    private readonly CellTensors _tensors;
    private readonly Dictionary<RowMemory, StreamRows> _rows = [];
    private readonly Dictionary<CellWeight, StreamWeight> _weights = [];

    private StreamCell(LayerReference layer, RecurrenceOperation operation, InferenceCell inference, int number, StreamRows input, StreamItems items, bool isReverse)
        : base(items.Prefix + PrefixOf(layer, operation, number, isReverse))
    {
        (_operation, Inference, _number, _items, _prefix, Input) = (operation, inference, number, items, PrefixOf(layer, operation, number, isReverse), input);
        _tensors = new CellTensors(layer, operation, number, isReverse, Width, items);
        Title = (operation.Layers == 1 ? layer.Key : $"{layer.Key}, layer {Messages.Number(number + 1)}") + (isReverse ? ", reverse direction" : "");
        foreach (var state in Inference.Cell.States)
        {
            _rows.Add(new StateRow(state, IsNext: false), items.AddRows(_prefix + Identifiers.ToPascalCase(state.Name), Width(state.Extent), StreamExtent.State, $"{state.Symbol}, the state before each step and after it"));
        }

        foreach (var stage in Inference.Constants.Concat(Inference.Inputs).Concat(Inference.Step))
        {
            Declare(stage);
        }
    }

    /// <summary>The values of a step, and the stages that compute them.</summary>
    public InferenceCell Inference { get; }

    /// <summary>The layer, as comments write it.</summary>
    public string Title { get; }

    /// <summary>The kind of the cell and its sizes, as comments write them.</summary>
    public string Description =>
        $"{(_operation.UserCell is { } userCell ? userCell.Name : _operation.Cell == CellKind.Rnn ? "Elman network" : _operation.Cell.ToString().ToUpperInvariant())}, {_items.Size(_operation.FeaturesOf(_number))} → {_items.Size(_operation.StateSize)}";

    /// <summary>The rows that it reads.</summary>
    public StreamRows Input { get; }

    /// <summary>The rows of its states, in the order of the layer's states.</summary>
    public IReadOnlyList<StreamRows> States => [.. Inference.Cell.States.Select(state => _rows[new StateRow(state, IsNext: false)])];

    /// <summary>The rows of its first state, which is its output.</summary>
    public StreamRows Output => States[0];

    /// <summary>
    /// The product with the state, where it and the product with the input each read a matrix of a known size that fits into a first cache of 32 KiB alone, but not beside the other: in the same
    /// order at every step each would replace the other in the cache. Null elsewhere.
    /// </summary>
    public ProductStage? StateProductThatMayComeFirst
    {
        get
        {
            const long Least = 12 << 10, Most = 24 << 10;
            return Inference.Inputs is { Count: 1 } inputs && inputs[0] is ProductStage input && IsOfThatSize(input)
                && Inference.Step.OfType<ProductStage>().ToList() is { Count: 1 } products && Inference.Step[0] == products[0] && products[0].Operand.Memory is StateRow { IsNext: false } && IsOfThatSize(products[0])
                    ? products[0]
                    : null;

            bool IsOfThatSize(ProductStage stage) =>
                Width(stage.Product.Extent).Number is { } outputs && Width(stage.Product.Operand.Extent).Number is { } columns && sizeof(float) * outputs * columns is > Least and <= Most;
        }
    }

    /// <summary>Declares a layer of a recurrence.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operation">The recurrence.</param>
    /// <param name="inference">The values of its step.</param>
    /// <param name="number">Which of its stacked layers.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="items">Receives it, its rows and its weights.</param>
    /// <param name="isReverse">Whether it is the reverse direction of a bidirectional layer, which has weights of its own.</param>
    public static StreamCell Add(LayerReference layer, RecurrenceOperation operation, InferenceCell inference, int number, StreamRows input, StreamItems items, bool isReverse = false) =>
        items.Add(new StreamCell(layer, operation, inference, number, input, items, isReverse));

    /// <summary>What the names of a stacked layer's items begin with.</summary>
    public static string PrefixOf(LayerReference layer, RecurrenceOperation operation, int number, bool isReverse = false) =>
        layer.Property + (operation.Layers > 1 ? Messages.Number(number + 1) : "") + (isReverse ? "Reverse" : "");

    /// <summary>A width with the sizes of the layer.</summary>
    public Polynomial Width(CellExtent extent) => _items.Size(extent.With(name => LayerSizes.Of(_operation, name, _operation.FeaturesOf(_number))));

    /// <summary>The rows of a value or a state.</summary>
    public StreamRows RowsOf(RowMemory memory) => _rows[memory is StateRow state ? state with { IsNext = false } : memory];

    /// <summary>The declared weight.</summary>
    public StreamWeight Of(CellWeight weight) => _weights[weight];

    private void Declare(RowStage stage)
    {
        switch (stage)
        {
            case ProductStage { Product: var product } multiply:
                Declare(product.Weight);
                Declare(product.Bias);
                Declare(multiply.Operand, multiply.Target);
                break;

            case ReductionStage { Node: NormNode norm } reduction:
                Declare(norm.Bias);
                Declare(reduction.Operand);
                Declare(norm.Gain);
                Declare(reduction.Target);
                break;

            case ReductionStage reduction:
                Declare(reduction.Operand, reduction.Target);
                break;

            case RepeatStage repeat:
                Declare(repeat.Operand, repeat.Target);
                break;

            case RowProductStage product:
                Declare(product.Left, product.Right, product.Target);
                break;

            case ConcatStage concat:
                foreach (var operand in concat.Operands)
                {
                    Declare(operand, concat.Target);
                }

                break;

            case PassStage pass:
                Declare([.. pass.Loops.SelectMany(loop => loop.Locations)]);
                break;

            default:
                throw new InvalidOperationException($"A {stage.GetType().Name} does not stream.");
        }
    }

    private void Declare(CellWeight? weight)
    {
        if (weight is not null && !_weights.ContainsKey(weight))
        {
            var (name, value) = (_prefix + Identifiers.ToPascalCase(InferenceNames.Of(weight)), _tensors.Of(weight));
            _weights.Add(weight, weight.IsMatrix
                ? _items.AddWeight(name, StreamWeightKind.Matrix, value, weight.Symbol)
                : _items.AddWeight(name, StreamWeightKind.Vector, value, $"{weight.Symbol} [{Width(weight.Extent)}]"));
        }
    }

    private void Declare(params RowLocation[] locations)
    {
        foreach (var memory in locations.Select(location => location.Memory))
        {
            if (memory is WeightRow weight)
            {
                Declare(weight.Weight);
            }
            else if (memory is SavedRow or StepRow && !_rows.ContainsKey(memory))
            {
                var node = memory is SavedRow saved ? saved.Buffer.Of : ((StepRow)memory).Of;
                var extent = Inference.PartOf(node) == InferencePart.Inputs ? StreamExtent.Block : StreamExtent.Step;
                var name = InferenceNames.Of(Inference.Cell, node);
                var note = node is ProductNode product ? InferenceNames.Describe(Inference.Cell, product) : node.Symbol.Length > 0 ? node.Symbol : name;
                _rows.Add(memory, _items.AddRows(_prefix + Identifiers.ToPascalCase(name), Width(node.Extent), extent, note));
            }
        }
    }
}
