using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Convolutions over time and over images.</summary>
internal sealed partial class ShapeFlow
{
    private Shape BindConv1d(int index, string key, Conv1dDeclaration declaration, Shape current)
    {
        // In a decoder, a window over several steps has been reported.
        var (kernel, stride, dilation) = IsDecoder ? (1, 1, 1) : (Math.Max(declaration.Kernel, 1), Math.Max(declaration.Stride, 1), Math.Max(declaration.Dilation, 1));
        var window = (ConvolutionPadding)declaration.Padding switch
        {
            ConvolutionPadding.Valid => new Window(kernel, stride, dilation),
            ConvolutionPadding.Causal => Window.Causal(kernel, stride, dilation),
            _ => Window.Same(kernel, stride, dilation),
        };

        var sequence = SequenceOf(current, index, declaration.Attribute);
        var time = sequence.Time.Steps is { } steps
            ? new TimeExtent(Over(steps, window, index, "steps", FlattenedImage()))
            : sequence.Time.After(window.Shrink, window.Stride);
        var size = _sizes[declaration.Channels];
        return Add(index, new Conv1dLayer(key, sequence, new SequenceShape(size) { Time = time }, sequence.Features, size, window), time);
    }

    private Shape BindConv2d(int index, string key, Conv2dDeclaration declaration, Shape current)
    {
        var (kernel, stride) = (Math.Max(declaration.Kernel, 1), Math.Max(declaration.Stride, 1));
        var window = declaration.Padding == (int)ConvolutionPadding.Valid ? new Window(kernel, stride) : Window.Same(kernel, stride);
        var size = _sizes[declaration.Channels];
        return ImageOf(current, index, declaration.Attribute) is { } image
            ? Add(index, new Conv2dLayer(key, image, Over(image, window, index) with { Channels = size }, image.Channels, size, window))
            : Add(index, new Conv2dLayer(key, current, WithFeatures(current, size), FeaturesOf(current), size, window));
    }

    private Shape BindMaxPool2d(int index, string key, MaxPool2dDeclaration declaration, Shape current)
    {
        var window = new Window(Math.Max(declaration.Size, 1), Math.Max(declaration.Stride, 1));
        return ImageOf(current, index, declaration.Attribute) is { } image
            ? Add(index, new MaxPool2dLayer(key, image, Over(image, window, index), window))
            : current;
    }

    private Shape BindFlatten(int index, string key, FlattenToSequenceDeclaration declaration, Shape current)
    {
        if (ImageOf(current, index, declaration.Attribute) is not { } image)
        {
            return current;
        }

        var axis = (ImageAxis)declaration.Axis;
        var (steps, features) = axis switch
        {
            ImageAxis.Columns => (image.Width, image.Channels * image.Height),
            ImageAxis.Positions => (image.Height * image.Width, image.Channels),
            _ => (image.Height, image.Channels * image.Width),
        };
        return Add(index, new FlattenToSequenceLayer(key, image, new SequenceShape(features) { Time = new TimeExtent(steps) }, axis), new TimeExtent(steps));
    }

    private ImageShape Over(ImageShape image, Window window, int index)
    {
        var layer = _bound.FindIndex(bound => bound.Layer is ImageLayer);
        var input = layer < 0 ? index : _bound[layer].Index;
        return image with
        {
            Height = Over(image.Height, window, index, "rows", (input, "Height")),
            Width = Over(image.Width, window, index, "columns", (input, "Width")),
        };
    }

    /// <summary>The size after a window. A size smaller than the window is reported, and so is a symbolic size that would have to be divided.</summary>
    private Polynomial Over(Polynomial size, Window window, int index, string places, (int Layer, string Argument) origin)
    {
        var attribute = _declaration.Layers[index].Attribute;
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
                _diagnostics.Add(Rules.WindowTooWide, DiagnosticLocation.Layer(index, attribute == "MaxPool2d" ? "Size" : "Kernel"), attribute, Messages.Number(window.Span), places,
                    (there == 1 ? "is only 1" : $"are only {Messages.Number(there)} of them") + (size.Number is null ? " by default" : ""),
                    (attribute, there) switch
                    {
                        ("MaxPool2d", 1) => "Remove [MaxPool2d].",
                        ("MaxPool2d", _) => $"Write a window of {Messages.Number(there)} or less.",
                        (_, 1) => "Write Kernel = 1, or Padding = ConvolutionPadding.Same.",
                        _ => $"Write a Kernel that spans {Messages.Number(there)} or less, or Padding = ConvolutionPadding.Same.",
                    });
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

    /// <summary>The input image of a layer. If the input is something else, the diagnostic is at the layer that made it, and the shape is passed on unchanged.</summary>
    private ImageShape? ImageOf(Shape current, int index, string attribute)
    {
        if (current is ImageShape image)
        {
            return image;
        }

        if (_bound.LastOrDefault(bound => bound.Layer is FlattenToSequenceLayer) is { } flatten)
        {
            var isSecond = attribute == "FlattenToSequence";
            _diagnostics.Add(Rules.ImageNeeded, DiagnosticLocation.Layer(flatten.Index), "FlattenToSequence", flatten.Layer.Output.ToString(), isSecond ? "a second one" : $"[{attribute}]",
                isSecond ? "Remove one of the two." : $"Move [FlattenToSequence] below [{attribute}].");
        }
        // A missing input layer has been reported.
        else if (_bound.FirstOrDefault(bound => bound.Layer is EmbeddingLayer or FeaturesLayer) is { } input)
        {
            var other = attribute != "Conv2d" ? $"remove [{attribute}]" : IsDecoder ? "use [Conv1d] with Kernel = 1" : "use [Conv1d] over time";
            _diagnostics.Add(Rules.ImageNeeded, DiagnosticLocation.Layer(index), _declaration.Layers[input.Index].Attribute, input.Layer.Output.ToString(), $"[{attribute}]",
                IsDecoder ? $"{char.ToUpperInvariant(other[0])}{other.Substring(1)}." : $"Begin with [Image(channels, height, width)], or {other}.");
        }

        return null;
    }

    /// <summary>The features of a layer's input. An image has none: the diagnostic is at the layer that gives the image, and the shapes continue along its rows.</summary>
    private Shape Flattened(Shape current, string consumer)
    {
        if (current is not ImageShape image)
        {
            return current;
        }

        if (_bound.LastOrDefault() is { } producer)
        {
            _diagnostics.Add(Rules.ImageNotFlattened, DiagnosticLocation.Layer(producer.Index), _declaration.Layers[producer.Index].Attribute, image.ToString(), $"[{consumer}] below it", "between them");
        }

        _time = new TimeExtent(image.Height);
        return new SequenceShape(image.Channels * image.Width) { Time = _time };
    }

    /// <summary>The input sequence of a layer over time; the diagnostic is at the layer that reduced it.</summary>
    private SequenceShape SequenceOf(Shape current, int index, string attribute)
    {
        if (current is VectorShape && SequenceReduction is { } reduction)
        {
            _diagnostics.Add(Rules.StepsNeeded, DiagnosticLocation.Layer(reduction.Index), _declaration.Layers[reduction.Index].Attribute, reduction.Layer.Output.ToString(), attribute);
        }

        return current as SequenceShape ?? new SequenceShape(FeaturesOf(current));
    }
}
