using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Time-distributed and pooling layers, and the heads.</summary>
internal sealed partial class ShapeFlow
{
    /// <summary>The number of steps at this point.</summary>
    private TimeExtent _time = TimeExtent.Whole;

    /// <summary>The layer that reduced the sequence to one vector.</summary>
    private BoundLayer? SequenceReduction => _bound.LastOrDefault(bound => bound.Layer is LastStateLayer or PoolingLayer);

    private Shape BindStepLayer(int index, string key, Shape current)
    {
        var declaration = _declaration.Layers[index];
        switch (declaration)
        {
            case LinearDeclaration linear:
                return BindLinear(index, key, linear, Flattened(current, linear.Attribute));

            case DropoutDeclaration dropout:
                return BindDropout(index, key, dropout, current);

            case ActivationDeclaration activation:
                var function = (ActivationFunction)activation.Function;
                var input = function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax ? Flattened(current, $"Activation.{function}") : current;
                CheckSoftmax(index, function, input);
                return Add(index, new ActivationLayer(key, input, function));

            case LayerNormDeclaration norm:
                var normalized = Flattened(current, norm.Attribute);
                if (IsOne(FeaturesOf(normalized)))
                {
                    _diagnostics.Add(Rules.NormalisedAlone, DiagnosticLocation.Layer(index), norm.Attribute, "normalises 1 feature", "0", "Give it at least 2 features, or remove it.");
                }

                return Add(index, new LayerNormLayer(key, normalized, FeaturesOf(normalized)));

            case Conv1dDeclaration convolution:
                return BindConv1d(index, key, convolution, Flattened(current, convolution.Attribute));

            case Conv2dDeclaration convolution:
                return BindConv2d(index, key, convolution, current);

            case MaxPool2dDeclaration pool:
                return BindMaxPool2d(index, key, pool, current);

            case FlattenToSequenceDeclaration flatten:
                return BindFlatten(index, key, flatten, current);

            case PoolingDeclaration pooling:
                return BindPooling(index, key, pooling, Flattened(current, pooling.Attribute));

            case ApplyDeclaration apply:
                var (given, kept, features) = Own(current, apply.Features, apply.Attribute);
                return Add(index, new ApplyLayer(key, given, kept, apply.Method, apply.Found.TakesLengths && !IsDecoder, features) { IsStatic = apply.Found.IsStatic });

            case ModuleDeclaration module:
                (given, kept, features) = Own(current, module.Features, module.Attribute);
                return Add(index, new ModuleLayer(key, given, kept, module.Type, FeaturesOf(given), features));

            case AttentionDeclaration attention:
                return BindAttention(index, key, attention, Flattened(current, attention.Attribute));

            case ContextDeclaration context:
                return BindContext(index, key, Flattened(current, context.Attribute));

            case ReadoutDeclaration readout:
                return BindReadout(index, key, readout, Flattened(current, readout.Attribute));

            case CopyDeclaration copy:
                return BindCopy(index, key, copy, Flattened(current, copy.Attribute));

            case HeadDeclaration head:
                return BindHead(index, key, head, Flattened(current, head.Attribute));

            default:
                return current;
        }
    }

    private Shape BindLinear(int index, string key, LinearDeclaration declaration, Shape current)
    {
        var size = _sizes[declaration.Size];
        var features = FeaturesOf(current);
        var layer = new LinearLayer(key, current, WithFeatures(current, size), features, size);
        if (declaration.TiedTo is null
            || _bound.FirstOrDefault(bound => bound.Layer is EmbeddingLayer && bound.Layer.Key == declaration.TiedTo) is not { Layer: EmbeddingLayer table } embedding)
        {
            return Add(index, layer);
        }

        // The table is [vocabulary, features]: a tied layer takes features and gives scores of the vocabulary.
        if (features != table.Features)
        {
            _diagnostics.Add(Rules.TiedSizes, DiagnosticLocation.Layer(index, "TiedTo"), "reads", Messages.Count(features, "feature"), table.Key, "rows have", table.Features.ToString(),
                $"Put [Linear({Messages.Written(table.Features)})] above it, or make the layer above it give {table.Features}");
        }

        if (size != table.Vocabulary)
        {
            _diagnostics.Add(Rules.TiedSizes, DiagnosticLocation.Layer(index, "Size"), "gives", Messages.Count(size, "feature"), table.Key, "number of rows is", table.Vocabulary.ToString(),
                $"Write [Linear({Messages.Written(table.Vocabulary)}, TiedTo = \"{table.Key}\")]");
        }

        return Add(index, layer with { TiedTo = (EmbeddingLayer)embedding.Layer, ParameterCount = size });
    }

    private Shape BindDropout(int index, string key, DropoutDeclaration declaration, Shape current)
    {
        var input = declaration.Locked ? Flattened(current, "Dropout(Locked = true)") : current;
        if (declaration.Locked && input is VectorShape && SequenceReduction is { } reduction)
        {
            _diagnostics.Add(Rules.LockedOnVector, DiagnosticLocation.Layer(index, "Locked"), _declaration.Layers[reduction.Index].Attribute, reduction.Layer.Output.ToString());
        }

        return Add(index, new DropoutLayer(key, input, declaration.Probability) { Locked = declaration.Locked });
    }

    private Shape BindPooling(int index, string key, PoolingDeclaration declaration, Shape current)
    {
        if (current is VectorShape && SequenceReduction is { } reduction)
        {
            _diagnostics.Add(Rules.SecondPooling, DiagnosticLocation.Layer(reduction.Index), _declaration.Layers[reduction.Index].Attribute, reduction.Layer.Output.ToString(), declaration.Attribute);
            return current;
        }

        var features = FeaturesOf(current);
        return Add(index, declaration switch
        {
            AttentionPoolingDeclaration attention => new AttentionPoolingLayer(key, current, features, _sizes[attention.Size]),
            MaxPoolingDeclaration => new MaxPoolingLayer(key, current, features),
            _ => new MeanPoolingLayer(key, current, features),
        });
    }

    /// <summary>The shapes of user-defined layers. A declared number of output features implies that the input has features.</summary>
    private (Shape Input, Shape Output, Polynomial? Features) Own(Shape current, SizeArgument? features, string attribute)
    {
        if (features is null)
        {
            return (current, current, null);
        }

        var input = Flattened(current, attribute + " with features");
        var size = _sizes[features];
        return (input, WithFeatures(input, size), size);
    }

    private static Shape WithFeatures(Shape shape, Polynomial size) => shape is VectorShape ? new VectorShape(size) : new SequenceShape(size);

    private Shape BindHead(int index, string key, HeadDeclaration declaration, Shape current)
    {
        HeadRules.Check(_declaration, index, diagnostics: _diagnostics);
        CheckScores(index, declaration, current);
        return Add(index, declaration switch
        {
            ClassifyDeclaration classify => new ClassifyLayer(key, current, classify.LabelSmoothing),
            CtcDeclaration ctc => new CtcLayer(key, current, ctc.Blank, ctc.ZeroInfinity),
            RegressDeclaration regress => new RegressLayer(key, current, (RegressionLoss)regress.Loss),
            _ => throw new InvalidOperationException($"'{declaration.Attribute}' is no head."),
        });
    }

    /// <summary>The softmax of one feature is always 1. Below a head with one class the diagnostic is that of the head.</summary>
    private void CheckSoftmax(int index, ActivationFunction function, Shape input)
    {
        if (function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax && IsOne(FeaturesOf(input))
            && !_declaration.Layers.Any(layer => layer is ClassifyDeclaration or CtcDeclaration))
        {
            var isLog = function == ActivationFunction.LogSoftmax;
            _diagnostics.Add(Rules.NormalisedAlone, DiagnosticLocation.Layer(index), "Activation", isLog ? "takes the logarithm of the softmax of 1 feature" : "takes the softmax of 1 feature", isLog ? "0" : "1",
                "Give it at least 2 features, or write Activation.Sigmoid for the probability of one event.");
        }
    }

    /// <summary>A loss with a softmax inside takes scores: neither probabilities nor scores bounded by an activation.</summary>
    private void CheckReadsScores(string reader, Rule probabilities)
    {
        if (_bound.LastOrDefault(bound => bound.Layer is not DropoutLayer) is not { } above)
        {
            return;
        }

        var function = above.Layer switch
        {
            ActivationLayer activation => activation.Function,
            ReadoutLayer { Function: ReadoutFunction.Tanh } => ActivationFunction.Tanh,
            _ => ActivationFunction.Maxout,
        };
        var bounds = function switch
        {
            ActivationFunction.Tanh => "between -1 and 1",
            ActivationFunction.Sigmoid => "between 0 and 1",
            ActivationFunction.Relu => "at 0 or above",
            ActivationFunction.Softplus => "above 0",
            ActivationFunction.Elu => "above -1",
            ActivationFunction.Gelu => "above -0.18",
            ActivationFunction.Silu => "above -0.28",
            _ => null,
        };
        var attribute = _declaration.Layers[above.Index].Attribute;
        if (function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax)
        {
            _diagnostics.Add(probabilities, DiagnosticLocation.Layer(above.Index), [function.ToString(), .. probabilities == Rules.ProbabilitiesInsteadOfScores ? [reader] : Array.Empty<string>()]);
        }
        else if (bounds is not null)
        {
            _diagnostics.Add(Rules.BoundedScores, DiagnosticLocation.Layer(above.Index), attribute, bounds, function.ToString(), reader == "Copy" ? "[Copy]" : $"the loss of [{reader}]",
                above.Layer is ReadoutLayer ? "Put [Linear] with the classes below [Readout]." : "Remove [Activation].");
        }
    }

    private void CheckScores(int index, HeadDeclaration head, Shape current)
    {
        if (head is not RegressDeclaration)
        {
            CheckReadsScores(head.Attribute, Rules.ProbabilitiesInsteadOfScores);
        }

        if (head is CtcDeclaration && current is VectorShape && SequenceReduction is { } reduction)
        {
            _diagnostics.Add(Rules.CtcOnVector, DiagnosticLocation.Layer(reduction.Index), _declaration.Layers[reduction.Index].Attribute, reduction.Layer.Output.ToString());
        }

        var features = FeaturesOf(current);
        var byDefault = features.Number is null ? " by default" : "";
        if (head is not RegressDeclaration && _sizes.Known(features) is { } classes)
        {
            var producer = _bound.LastOrDefault(bound => FeaturesOf(bound.Layer.Input) != features);
            if (IsOne(features) && (producer ?? _bound.LastOrDefault()) is { } one)
            {
                _diagnostics.Add(Rules.OneClass, DiagnosticLocation.Layer(one.Index), _declaration.Layers[one.Index].Attribute, head.Attribute, byDefault);
            }
            else if (head is CtcDeclaration ctc && classes > 1 && ctc.Blank >= classes)
            {
                _diagnostics.Add(Rules.BlankRange, DiagnosticLocation.Layer(index, "Blank"), Messages.Number(ctc.Blank), $"the output has {Messages.Number(classes)} classes{byDefault}, 0 to {Messages.Number(classes - 1)}");
            }
        }

        if (head is CtcDeclaration { Blank: < 0 and var blank })
        {
            _diagnostics.Add(Rules.BlankRange, DiagnosticLocation.Layer(index, "Blank"), Messages.Number(blank), "classes are counted from 0");
        }
    }
}
