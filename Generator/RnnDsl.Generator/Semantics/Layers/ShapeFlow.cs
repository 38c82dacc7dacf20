using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Computes the shapes from layer to layer. A mismatch is reported at the layer that causes it, and the shapes continue as intended.</summary>
internal sealed partial class ShapeFlow : ILayerFlow
{
    private readonly ModelDeclaration _declaration;
    private readonly NameTable _names;
    private readonly SizeTable _sizes;
    private readonly TargetNames _targets;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<BoundLayer> _bound = [];

    /// <summary>The number of steps at this point.</summary>
    private TimeExtent _time = TimeExtent.Whole;

    /// <summary>Whether a window that is too wide has been reported: nothing more is known of its other dimension and of the layers below.</summary>
    private bool _hasWideWindow;

    /// <summary>Whether a layer with too many elements has been reported.</summary>
    private bool _isBeyondCounting;

    private ShapeFlow(ModelDeclaration declaration, NameTable names, SizeTable sizes, TargetNames targets, DiagnosticBag diagnostics) =>
        (_declaration, _names, _sizes, _targets, _diagnostics, Outline) = (declaration, names, sizes, targets, diagnostics, new DecoderOutline(declaration.Layers));

    public static IReadOnlyList<BoundLayer> Bind(ModelDeclaration declaration, NameTable names, SizeTable sizes, TargetNames targets, DiagnosticBag diagnostics)
    {
        var flow = new ShapeFlow(declaration, names, sizes, targets, diagnostics);
        flow.Run();
        flow.CheckOutput();
        return flow._bound;
    }

    public string Key => _names[Index];

    public string KeyOf(int index) => _names[index];

    public int Index { get; private set; }

    public string Model => _declaration.Type.Level.Name;

    public bool IsDecoder => _declaration.Kind == ModelKind.Decoder;

    public DecoderOutline Outline { get; }

    public Polynomial Token { get; private set; } = 1;

    public EquatableArray<LayerDeclaration> Declared => _declaration.Layers;

    public IReadOnlyList<BoundLayer> Above => _bound;

    public BoundLayer? SequenceReduction => _bound.LastOrDefault(bound => bound.Layer is LastStateLayer or PoolingLayer);

    public Polynomial this[SizeArgument size] => _sizes[size];

    public bool HasUnreadSizes => _sizes.HasUnread;

    public long? Known(Polynomial size) => _sizes.Known(size);

    public string Print(Polynomial size) => _sizes.Print(size);

    public RecurrenceOperation WithCell(RecurrenceOperation recurrence, RecurrentDeclaration declaration) => UserCellBinding.Bind(recurrence, declaration, Index, _sizes, _targets, _diagnostics);

    public void Report(Rule rule, string? argument, params string[] texts) => _diagnostics.Add(rule, DiagnosticLocation.Layer(Index, argument), texts);

    public void ReportAt(Rule rule, BoundLayer layer, params string[] texts) => _diagnostics.Add(rule, DiagnosticLocation.Layer(layer.Index), texts);

    private void Run()
    {
        var layers = _declaration.Layers;
        var order = Enumerable.Range(0, layers.Count).ToList();
        var input = order.FindIndex(i => layers[i] is InputDeclaration);
        Shape current = new SequenceShape(1);
        if (input >= 0)
        {
            Index = input;
            current = ((InputDeclaration)layers[input]).Bind(this, current);
        }

        foreach (var i in order)
        {
            if (layers[i] is not InputDeclaration)
            {
                Index = i;
                current = BindLayer(current);
            }
        }

        if (!IsDecoder && layers.Any(layer => layer is LastStateDeclaration) && SequenceReduction is null)
        {
            // The position of [LastState] is wrong, but its output is one vector.
            EndIn(new VectorShape(current.FeatureCount()));
        }
    }

    private Shape BindLayer(Shape current)
    {
        if (Index == Outline.FirstReader)
        {
            Token = current.FeatureCount();
        }

        // An image in a decoder has been reported. Omit the layers that read it, so that the decoder has its members.
        var layer = _declaration.Layers[Index];
        return layer is ImageLayerDeclaration && IsDecoder && _declaration.Layers.Any(other => other is ImageDeclaration) ? current : layer.Bind(this, current);
    }

    private void CheckOutput()
    {
        if (_bound.Count == 0)
        {
            return;
        }

        var output = _bound[_bound.Count - 1].Layer.Output;
        if (_declaration.Kind == ModelKind.Encoder && output is ImageShape image)
        {
            var last = _bound[_bound.Count - 1];
            _diagnostics.Add(Rules.ImageNotFlattened, DiagnosticLocation.Layer(last.Index), _declaration.Layers[last.Index].Attribute, image.ToString(), "a decoder", "below it");
            EndIn(new SequenceShape(image.Channels * image.Width));
            return;
        }

        switch (_declaration.Output)
        {
            case DeclaredOutput.PerSequence when output is SequenceShape && _bound.LastOrDefault(layer => layer.Layer is RecurrentLayer) is { } recurrent:
                _diagnostics.Add(Rules.PerSequenceButPerStep, DiagnosticLocation.Layer(recurrent.Index),
                    Model, _declaration.Layers[recurrent.Index].Attribute, recurrent.Layer.Output.ToString(), output.ToString());
                EndIn(new VectorShape(output.FeatureCount()));
                break;

            case DeclaredOutput.PerStep when output is VectorShape && SequenceReduction is { } reduction:
                _diagnostics.Add(Rules.PerStepButPerSequence, DiagnosticLocation.Layer(reduction.Index), Model, _declaration.Layers[reduction.Index].Attribute, reduction.Layer.Output.ToString());
                EndIn(new SequenceShape(output.FeatureCount()));
                break;
        }
    }

    /// <summary>Gives the model the declared output, because code that uses it expects that.</summary>
    private void EndIn(Shape output)
    {
        if (_bound.Count > 0)
        {
            var last = _bound[_bound.Count - 1];
            _bound[_bound.Count - 1] = last with { Layer = last.Layer with { Output = output } };
        }
    }

    /// <summary>Adds a layer between sequences with the current number of steps.</summary>
    public Shape Add(Layer layer, TimeExtent? time = null)
    {
        var input = Timed(layer.Input);
        _time = time ?? _time;
        layer = layer with { Input = input, Output = Timed(layer.Output) };
        CheckCount(layer);
        _bound.Add(new BoundLayer(Index, layer));
        return layer.Output;

        Shape Timed(Shape shape) => shape is SequenceShape sequence ? sequence with { Time = _time } : shape;
    }

    /// <summary>Checks the number of elements of the weights and of one sequence of the output. Consequences of a reported layer are not reported.</summary>
    private void CheckCount(Layer layer)
    {
        var (weights, output) = (_sizes.AtLeast(layer.ParameterCount), _sizes.AtLeast(ElementsOf(layer.Output)));
        if (!_isBeyondCounting && (weights.Number is null || output.Number is null))
        {
            _isBeyondCounting = true;
            Report(Rules.SizeBeyondCounting, null, _declaration.Layers[Index].Attribute,
                weights.Number is null ? $"{weights.ToCount()} parameters" : $"an output of {output.ToCount()} elements for each sequence");
        }
    }

    private static Polynomial ElementsOf(Shape shape) => shape switch
    {
        ImageShape image => image.Channels * image.Height * image.Width,
        SequenceShape { Time.Steps: { } steps } sequence => steps * sequence.Features,
        _ => shape.FeatureCount(),
    };

    public bool IsOne(Polynomial features) => !_diagnostics.HasErrors && _sizes.Known(features) == 1;
}
