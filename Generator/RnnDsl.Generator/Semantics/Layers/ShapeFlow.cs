using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Computes the shapes from layer to layer. A mismatch is reported at the layer that causes it, and the shapes continue as intended.</summary>
internal sealed partial class ShapeFlow
{
    private readonly ModelDeclaration _declaration;
    private readonly NameTable _names;
    private readonly SizeTable _sizes;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<BoundLayer> _bound = [];

    /// <summary>Whether a [LastState] has no recurrent layer above it.</summary>
    private bool _hasEarlyLastState;

    /// <summary>Whether a window that is too wide has been reported: nothing more is known of its other dimension and of the layers below.</summary>
    private bool _hasWideWindow;

    /// <summary>Whether a layer with too many elements has been reported.</summary>
    private bool _isBeyondCounting;

    private ShapeFlow(ModelDeclaration declaration, NameTable names, SizeTable sizes, DiagnosticBag diagnostics) =>
        (_declaration, _names, _sizes, _diagnostics, _outline) = (declaration, names, sizes, diagnostics, new DecoderOutline(declaration));

    public static IReadOnlyList<BoundLayer> Bind(ModelDeclaration declaration, NameTable names, SizeTable sizes, DiagnosticBag diagnostics)
    {
        var flow = new ShapeFlow(declaration, names, sizes, diagnostics);
        flow.Run();
        flow.CheckOutput();
        return flow._bound;
    }

    private string ModelName => _declaration.Type.Level.Name;

    private bool IsDecoder => _declaration.Kind == ModelKind.Decoder;

    private void Run()
    {
        var layers = _declaration.Layers;
        var order = Enumerable.Range(0, layers.Count).ToList();
        var input = order.FindIndex(i => layers[i] is IInputDeclaration);
        Shape current = new SequenceShape(1);
        if (input >= 0)
        {
            current = Add(input, BindInput(layers[input], _names[input]));
        }

        foreach (var i in order)
        {
            if (layers[i] is not IInputDeclaration)
            {
                current = BindLayer(i, current);
            }
        }

        if (_hasEarlyLastState)
        {
            // Its position is wrong, but its output is one vector.
            EndIn(new VectorShape(FeaturesOf(current)));
        }
    }

    private Layer BindInput(LayerDeclaration declaration, string key) => declaration switch
    {
        EmbeddingDeclaration embedding => new EmbeddingLayer(key, _sizes[embedding.Vocabulary], _sizes[embedding.Features])
        {
            PaddingIndex = embedding.PaddingIndex < 0 ? null : embedding.PaddingIndex,
            Dropout = embedding.Dropout,
            Pretrained = embedding.Pretrained,
            Frozen = embedding.Frozen,
        },
        // An image in a decoder has been reported; assume a vector at each step.
        ImageDeclaration image when IsDecoder => new FeaturesLayer(key, _sizes[image.Channels]),
        ImageDeclaration image => new ImageLayer(key, new ImageShape(_sizes[image.Channels], _sizes[image.Height], _sizes[image.Width])),
        FeaturesDeclaration features => new FeaturesLayer(key, _sizes[features.Size]),
        _ => throw new InvalidOperationException($"'{declaration.Attribute}' is no input."),
    };

    private Shape BindLayer(int index, Shape current)
    {
        var key = _names[index];
        if (index == _outline.FirstReader)
        {
            _token = FeaturesOf(current);
        }

        switch (_declaration.Layers[index])
        {
            // A layer that is not allowed in a decoder has been reported. Omit it, so that the decoder has its members.
            case LastStateDeclaration or PoolingDeclaration when IsDecoder:
                return current;

            case Conv2dDeclaration or MaxPool2dDeclaration or FlattenToSequenceDeclaration when IsDecoder && _declaration.Layers.Any(layer => layer is ImageDeclaration):
                return current;

            case RecurrentDeclaration recurrent:
                // A misplaced [LastState] has been reported.
                if (current is VectorShape && SequenceReduction is { } reduction)
                {
                    _diagnostics.Add(Rules.SequenceNeeded, DiagnosticLocation.Layer(reduction.Index), _declaration.Layers[reduction.Index].Attribute, current.ToString(), recurrent.Attribute);
                }

                current = WithAttentionalFeed(index, Flattened(current, recurrent.Attribute));
                recurrent = IsDecoder ? recurrent with { Bidirectional = false, Reverse = false } : recurrent;
                return Add(index, RecurrentBinding.Bind(recurrent, index, key, FeaturesOf(current), _sizes, _diagnostics));

            case LastStateDeclaration:
                return BindLastState(index, key, Flattened(current, "LastState"));

            default:
                return BindStepLayer(index, key, current);
        }
    }

    private Shape BindLastState(int index, string key, Shape current)
    {
        if (current is VectorShape && SequenceReduction is { Layer: PoolingLayer } pooling)
        {
            _diagnostics.Add(Rules.SecondPooling, DiagnosticLocation.Layer(pooling.Index), _declaration.Layers[pooling.Index].Attribute, pooling.Layer.Output.ToString(), "LastState");
            return current;
        }

        if (current is VectorShape)
        {
            _diagnostics.Add(Rules.SecondLastState, DiagnosticLocation.Layer(index), current.ToString());
            return current;
        }

        var recurrent = _bound.LastOrDefault(layer => layer.Layer is RecurrentLayer);
        if (recurrent is null)
        {
            // A model without any recurrent layer has been reported.
            var below = Enumerable.Range(index, _declaration.Layers.Count - index).FirstOrDefault(i => _declaration.Layers[i] is RecurrentDeclaration);
            if (_declaration.Layers[below] is RecurrentDeclaration move)
            {
                _diagnostics.Add(Rules.LastStateNotAfterRecurrence, DiagnosticLocation.Layer(index),
                    index == 0 ? "at the top" : $"after [{_declaration.Layers[index - 1].Attribute}]", $"to directly below [{move.Attribute}]");
            }

            _hasEarlyLastState = true;
            return current;
        }

        if (_bound[_bound.Count - 1] != recurrent)
        {
            var between = _declaration.Layers[index - 1].Attribute;
            _diagnostics.Add(Rules.LastStateNotAfterRecurrence, DiagnosticLocation.Layer(index),
                $"after [{between}]", $"up to directly below [{_declaration.Layers[recurrent.Index].Attribute}]: [{between}] then acts on the one vector");
            return Add(index, new LastStateLayer(key, (RecurrentLayer)recurrent.Layer) with { Output = new VectorShape(FeaturesOf(current)) });
        }

        return Add(index, new LastStateLayer(key, (RecurrentLayer)recurrent.Layer));
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
                    ModelName, _declaration.Layers[recurrent.Index].Attribute, recurrent.Layer.Output.ToString(), output.ToString());
                EndIn(new VectorShape(FeaturesOf(output)));
                break;

            case DeclaredOutput.PerStep when output is VectorShape && SequenceReduction is { } reduction:
                _diagnostics.Add(Rules.PerStepButPerSequence, DiagnosticLocation.Layer(reduction.Index), ModelName, _declaration.Layers[reduction.Index].Attribute, reduction.Layer.Output.ToString());
                EndIn(new SequenceShape(FeaturesOf(output)));
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
    private Shape Add(int index, Layer layer, TimeExtent? after = null)
    {
        var input = Timed(layer.Input);
        _time = after ?? _time;
        layer = layer with { Input = input, Output = Timed(layer.Output) };
        CheckCount(index, layer);
        _bound.Add(new BoundLayer(index, layer));
        return layer.Output;

        Shape Timed(Shape shape) => shape is SequenceShape sequence ? sequence with { Time = _time } : shape;
    }

    /// <summary>Checks the number of elements of the weights and of one sequence of the output. Consequences of a reported layer are not reported.</summary>
    private void CheckCount(int index, Layer layer)
    {
        var (weights, output) = (_sizes.AtLeast(layer.ParameterCount), _sizes.AtLeast(ElementsOf(layer.Output)));
        if (!_isBeyondCounting && (weights.Number is null || output.Number is null))
        {
            _isBeyondCounting = true;
            _diagnostics.Add(Rules.SizeBeyondCounting, DiagnosticLocation.Layer(index), _declaration.Layers[index].Attribute,
                weights.Number is null ? $"{weights.ToCount()} parameters" : $"an output of {output.ToCount()} elements for each sequence");
        }
    }

    private static Polynomial ElementsOf(Shape shape) => shape switch
    {
        ImageShape image => image.Channels * image.Height * image.Width,
        SequenceShape { Time.Steps: { } steps } sequence => steps * sequence.Features,
        _ => FeaturesOf(shape),
    };

    /// <summary>Whether the number of features is 1, as far as sizes could be read.</summary>
    private bool IsOne(Polynomial features) => !_diagnostics.HasErrors && _sizes.Known(features) == 1;

    private static Polynomial FeaturesOf(Shape shape) => shape switch
    {
        SequenceShape sequence => sequence.Features,
        VectorShape vector => vector.Features,
        ImageShape image => image.Channels,
        _ => 1,
    };
}
