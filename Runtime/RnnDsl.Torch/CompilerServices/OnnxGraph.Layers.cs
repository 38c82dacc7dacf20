using TorchSharp;
using static RnnDsl.Torch.CompilerServices.OnnxMessages;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Layers without a state. Each is the computation of the model's module, in evaluation mode.</summary>
public sealed partial class OnnxGraph
{
    /// <summary>A row of a table for each token: [batch, time] to [batch, time, features].</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="embedding">The module with the table.</param>
    public OnnxValue Lookup(OnnxValue tokens, nn.Module embedding) => Node("Gather", [Weight("weight", Parameter(embedding, "weight")), tokens]);

    /// <summary>A linear projection of the features.</summary>
    /// <param name="input">[..., inputs]</param>
    /// <param name="linear">The module with the weight and the bias.</param>
    public OnnxValue Linear(OnnxValue input, nn.Module linear) =>
        Product(input, Weight("weight", Parameter(linear, "weight").t()), Weight("bias", Parameter(linear, "bias")));

    /// <summary>A linear projection whose weight is the table of an embedding of this graph.</summary>
    /// <param name="input">[..., inputs]</param>
    /// <param name="linear">The module with the bias.</param>
    /// <param name="embedding">The name of the embedding.</param>
    public OnnxValue TiedLinear(OnnxValue input, nn.Module linear, string embedding) =>
        Product(input, Transpose(new OnnxValue(embedding + ".weight")), Weight("bias", Parameter(linear, "bias")));

    /// <summary>Layer normalisation over the features.</summary>
    /// <param name="input">[..., features]</param>
    /// <param name="normalisation">The module with the gain and the bias.</param>
    public OnnxValue LayerNorm(OnnxValue input, nn.Module normalisation) =>
        Normalise(input, Weight("weight", Parameter(normalisation, "weight")), Weight("bias", Parameter(normalisation, "bias")));

    /// <summary>A convolution over time: [batch, time, features] to [batch, time, maps].</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    /// <param name="convolution">The module with the weight and the bias.</param>
    /// <param name="stride">The distance between windows.</param>
    /// <param name="dilation">The distance between the positions of a window.</param>
    /// <param name="before">The zero padding at the start.</param>
    /// <param name="after">The zero padding at the end.</param>
    public OnnxValue Convolution1d(OnnxValue input, OnnxValue? lengths, nn.Module convolution, long stride = 1, long dilation = 1, long before = 0, long after = 0) =>
        OverTime(FillPadding(input, lengths, 0), steps => Convolve(steps, convolution, [stride], [dilation], [before, after]));

    /// <summary>A convolution over an image: [batch, channels, height, width] to [batch, maps, height, width].</summary>
    /// <param name="images">The images.</param>
    /// <param name="convolution">The module with the weight and the bias.</param>
    /// <param name="stride">The distance between windows.</param>
    /// <param name="dilation">The distance between the positions of a window.</param>
    /// <param name="before">The zero padding at the top and at the left.</param>
    /// <param name="after">The zero padding at the bottom and at the right.</param>
    public OnnxValue Convolution2d(OnnxValue images, nn.Module convolution, long stride = 1, long dilation = 1, long before = 0, long after = 0) =>
        Convolve(images, convolution, [stride, stride], [dilation, dilation], [before, before, after, after]);

    /// <summary>Pooling over windows of time: [batch, time, features].</summary>
    /// <param name="input">The steps.</param>
    /// <param name="max">Whether it takes the maximum; else it takes the mean.</param>
    /// <param name="kernel">The number of steps in a window.</param>
    /// <param name="stride">The distance between windows.</param>
    public OnnxValue Pooling1d(OnnxValue input, bool max, long kernel, long stride) =>
        OverTime(input, steps => Node(max ? "MaxPool" : "AveragePool", [steps], Attribute("kernel_shape", [kernel]), Attribute("strides", [stride])));

    /// <summary>Pooling over square windows of images.</summary>
    /// <param name="images">[batch, channels, height, width]</param>
    /// <param name="max">Whether it takes the maximum; else it takes the mean.</param>
    /// <param name="kernel">The height of a window.</param>
    /// <param name="stride">The distance between windows.</param>
    public OnnxValue Pooling2d(OnnxValue images, bool max, long kernel, long stride) =>
        Node(max ? "MaxPool" : "AveragePool", [images], Attribute("kernel_shape", [kernel, kernel]), Attribute("strides", [stride, stride]));

    /// <summary>An image as a sequence of its rows: [batch, channels, height, width] to [batch, height, channels × width].</summary>
    public OnnxValue Rows(OnnxValue images) => Reshape(Transpose(images, 0, 2, 1, 3), 0, 0, -1);

    /// <summary>An image as a sequence of its columns: [batch, channels, height, width] to [batch, width, channels × height].</summary>
    public OnnxValue Columns(OnnxValue images) => Reshape(Transpose(images, 0, 3, 1, 2), 0, 0, -1);

    /// <summary>An image as a sequence of its positions: [batch, channels, height, width] to [batch, height × width, channels].</summary>
    public OnnxValue Positions(OnnxValue images) => Transpose(Reshape(images, 0, 0, -1), 0, 2, 1);

    /// <summary>The lengths after a window over time: ⌈(length - shrink) / stride⌉, and 0 for a sequence that is shorter than the window; <c>null</c> for <c>null</c>.</summary>
    /// <param name="lengths">int32 [batch]</param>
    /// <param name="shrink">The number of steps by which the window shortens a sequence.</param>
    /// <param name="stride">The distance between windows.</param>
    public OnnxValue? LengthsAfter(OnnxValue? lengths, long shrink, long stride) =>
        lengths is { } before ? Divide(Max(Add(before, Integer32((int)(stride - 1 - shrink))), Integer32(0)), Integer32((int)stride)) : null;

    /// <summary>The mean of each feature over the valid steps: [batch, time, features] to [batch, features].</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    public OnnxValue MeanOverTime(OnnxValue input, OnnxValue? lengths) => lengths is { } valid
        ? Divide(SumOverTime(FillPadding(input, lengths, 0)), Unsqueeze(Cast(valid, FloatType), 1))
        : Node("ReduceMean", [input], Attribute("axes", [1L]), Attribute("keepdims", 0));

    /// <summary>The maximum of each feature over the valid steps: [batch, time, features] to [batch, features].</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    public OnnxValue MaxOverTime(OnnxValue input, OnnxValue? lengths) =>
        Node("ReduceMax", [FillPadding(input, lengths, double.NegativeInfinity)], Attribute("axes", [1L]), Attribute("keepdims", 0));

    /// <summary>Attention pooling over the valid steps (<see cref="AttentionPooling"/>): [batch, time, features] to [batch, features].</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    /// <param name="pooling">The module with the weights.</param>
    public OnnxValue AttentionOverTime(OnnxValue input, OnnxValue? lengths, nn.Module pooling)
    {
        var steps = FillPadding(input, lengths, 0);
        var hidden = Tanh(Product(steps, Weight("hidden.weight", Parameter(pooling, "hidden.weight").t()), Weight("hidden.bias", Parameter(pooling, "hidden.bias"))));
        var scores = Product(hidden, Weight("score.weight", Parameter(pooling, "score.weight").t()));
        var weights = Node("Softmax", [FillPadding(scores, lengths, double.NegativeInfinity)], Attribute("axis", 1));
        return SumOverTime(Multiply(weights, steps));
    }

    /// <summary>The last layer's part of a final hidden state, with both directions where there are two: [rows, batch, size] to [batch, features].</summary>
    /// <param name="hidden">The final hidden state.</param>
    /// <param name="rows">The number of layers times directions.</param>
    /// <param name="bidirectional">Whether there are two directions.</param>
    /// <param name="merge">The merge of two directions.</param>
    public OnnxValue LastState(OnnxValue hidden, long rows, bool bidirectional = false, Merge merge = Merge.Concat)
    {
        var last = Select(hidden, 0, rows - 1);
        return bidirectional ? Join(Select(hidden, 0, rows - 2), last, merge) : last;
    }

    private static TorchSharp.Modules.Parameter Parameter(nn.Module module, string name)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.get_parameter(name)!;
    }

    private OnnxValue Convolve(OnnxValue input, nn.Module convolution, long[] strides, long[] dilations, long[] pads)
    {
        var weight = Parameter(convolution, "weight");
        return Node(
            "Conv",
            [input, Weight("weight", weight), Weight("bias", Parameter(convolution, "bias"))],
            Attribute("kernel_shape", weight.shape.Skip(2)), Attribute("strides", strides), Attribute("dilations", dilations), Attribute("pads", pads));
    }

    /// <summary>Applies an operator that has the time last.</summary>
    private OnnxValue OverTime(OnnxValue input, Func<OnnxValue, OnnxValue> apply) => Transpose(apply(Transpose(input, 0, 2, 1)), 0, 2, 1);

    private OnnxValue SumOverTime(OnnxValue input) => Node("ReduceSum", [input, Integers(1)], Attribute("keepdims", 0));

    private OnnxValue Join(OnnxValue forward, OnnxValue reverse, Merge merge) => merge switch
    {
        Merge.Sum => Add(forward, reverse),
        Merge.Mean => Multiply(Add(forward, reverse), Number(0.5)),
        _ => Concat(forward, reverse),
    };

    /// <summary>Sets padding to a value; without lengths returns the steps themselves.</summary>
    private OnnxValue FillPadding(OnnxValue input, OnnxValue? lengths, double value) =>
        lengths is { } valid ? Where(Unsqueeze(Less(Range(input, 1), Unsqueeze(valid, 1)), 2), input, Number(value)) : input;

    /// <summary>The numbers of the steps: int32 [time].</summary>
    private OnnxValue Range(OnnxValue input, long axis) => Node("Range", [Integer32(0), Squeeze(Cast(Size(input, axis), Int32Type), 0), Integer32(1)]);

    private OnnxValue Less(OnnxValue left, OnnxValue right) => Node("Less", [left, right]);
}
