using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Windows over time and over images.</summary>
internal sealed partial class ShapeFlow
{
    public TimeExtent Over(SequenceShape input, Window window, string argument, Func<long, string> advice) => input.Time.Steps is { } steps
        ? new TimeExtent(Over(steps, window, "steps", argument, advice, FlattenedImage()))
        : input.Time.After(window.Shrink, window.Stride);

    public ImageShape Over(ImageShape input, Window window, string argument, Func<long, string> advice)
    {
        var image = _bound.Find(bound => bound.Layer is ImageLayer)?.Index ?? Index;
        return input with
        {
            Height = Over(input.Height, window, "rows", argument, advice, (image, "Height")),
            Width = Over(input.Width, window, "columns", argument, advice, (image, "Width")),
        };
    }

    /// <summary>The size after a window. A size smaller than the window is reported, and so is a symbolic size that would have to be divided.</summary>
    private Polynomial Over(Polynomial size, Window window, string places, string argument, Func<long, string> advice, (int Layer, string Argument) origin)
    {
        var attribute = _declaration.Layers[Index].Attribute;
        switch (window.Over(size))
        {
            case null:
                _diagnostics.Add(Rules.SymbolicStride, DiagnosticLocation.Layer(origin.Layer, origin.Argument), attribute, Messages.Number(window.Stride), places, size.ToString(),
                    origin.Argument.ToLowerInvariant());
                return size;

            case { } left when _sizes.Known(left) < 1 && _hasWideWindow:
                return size.Number is null ? left : 1;

            case { } left when _sizes.Known(left) < 1:
                _hasWideWindow = true;
                var there = _sizes.Known(size) ?? 1;
                Report(Rules.WindowTooWide, argument, attribute, Messages.Number(window.Span), places,
                    (there == 1 ? "is only 1" : $"are only {Messages.Number(there)} of them") + (size.Number is null ? " by default" : ""), advice(there));
                return size.Number is null ? left : 1;

            case { } left:
                return left;
        }
    }

    /// <summary>The declaration of the number of steps of a flattened image.</summary>
    private (int Layer, string Argument) FlattenedImage()
    {
        var axis = _bound.Select(bound => bound.Layer).OfType<FlattenToSequenceLayer>().LastOrDefault()?.Axis;
        return (_bound.Count == 0 ? 0 : _bound[0].Index, axis == ImageAxis.Columns ? "Width" : "Height");
    }

    public ImageShape? ImageOf(Shape input, string instead)
    {
        if (input is ImageShape image)
        {
            return image;
        }

        var attribute = _declaration.Layers[Index].Attribute;
        if (_bound.LastOrDefault(bound => bound.Layer is FlattenToSequenceLayer) is { } flatten)
        {
            var isSecond = _declaration.Layers[Index] is FlattenToSequenceDeclaration;
            ReportAt(Rules.ImageNeeded, flatten, "FlattenToSequence", flatten.Layer.Output.ToString(), isSecond ? "a second one" : $"[{attribute}]",
                isSecond ? "Remove one of the two." : $"Move [FlattenToSequence] below [{attribute}].");
        }
        // A missing input layer has been reported.
        else if (_bound.Find(bound => bound.Layer is EmbeddingLayer or FeaturesLayer) is { } first)
        {
            Report(Rules.ImageNeeded, null, _declaration.Layers[first.Index].Attribute, first.Layer.Output.ToString(), $"[{attribute}]",
                IsDecoder ? $"{char.ToUpperInvariant(instead[0])}{instead.Substring(1)}." : $"Begin with [Image(channels, height, width)], or {instead}.");
        }

        return null;
    }

    /// <summary>An image is reported at the layer that gives it.</summary>
    public Shape Flattened(Shape input, string consumer)
    {
        if (input is not ImageShape image)
        {
            return input;
        }

        if (_bound.LastOrDefault() is { } producer)
        {
            _diagnostics.Add(Rules.ImageNotFlattened, DiagnosticLocation.Layer(producer.Index), _declaration.Layers[producer.Index].Attribute, image.ToString(), $"[{consumer}] below it", "between them");
        }

        _time = new TimeExtent(image.Height);
        return new SequenceShape(image.Channels * image.Width) { Time = _time };
    }

    /// <summary>One vector is reported at the layer that reduced the sequence to it.</summary>
    public SequenceShape SequenceOf(Shape input)
    {
        if (input is VectorShape && SequenceReduction is { } reduction)
        {
            ReportAt(Rules.StepsNeeded, reduction, _declaration.Layers[reduction.Index].Attribute, reduction.Layer.Output.ToString(), _declaration.Layers[Index].Attribute);
        }

        return input as SequenceShape ?? new SequenceShape(input.FeatureCount());
    }
}
