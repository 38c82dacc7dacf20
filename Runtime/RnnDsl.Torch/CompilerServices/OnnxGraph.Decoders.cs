using TorchSharp;
using static RnnDsl.Torch.CompilerServices.OnnxMessages;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Encoder-decoders, as two graphs: that of the encoder gives what the decoder reads at every step and its initial state; that of the decoder is one step. An output of the first has the name of
/// the input of the second that it is. In a step a value is [batch, 1, features], a sequence of one step.
/// </summary>
public sealed partial class OnnxGraph
{
    private const string KeysName = "keys";
    private const string ValuesName = "values";
    private const string MemoryLengthsName = "memoryLengths";
    private const string SummaryName = "summary";
    private const string PositionsName = "positions";

    /// <summary>Adds the memory of an attention to the outputs of an encoder: values, keys where they are not the values, and on request the number of valid positions.</summary>
    /// <param name="values">[batch, positions, features], the encoder's output.</param>
    /// <param name="lengths">The number of valid positions; <c>null</c> where all are valid.</param>
    /// <param name="attention">The decoder's attention.</param>
    /// <param name="memorySize">The number of features of a position.</param>
    public void OutputMemory(OnnxValue values, OnnxValue? lengths, SourceAttention attention, long memorySize)
    {
        ArgumentNullException.ThrowIfNull(attention);
        var valid = FillPadding(values, lengths, 0);
        var shapes = MemoryShapes(attention, memorySize);
        switch (attention)
        {
            case MultiHeadAttention { HeadCount: var heads }:
                Output(ValuesName, Heads(Projected(valid, attention, "value"), heads), shapes.Values);
                Output(KeysName, Heads(Projected(valid, attention, "key"), heads), shapes.Keys!);
                break;

            default:
                Output(ValuesName, valid, shapes.Values);
                if (KeyWeight(attention) is var (weight, bias))
                {
                    var keys = Product(valid, Weight("memory.weight", weight.t()));
                    Output(KeysName, bias is null ? keys : Add(keys, Weight("memory.bias", bias)), shapes.Keys!);
                }

                break;
        }

        if (lengths is { } ends)
            Output(MemoryLengthsName, ends, Int32Type, ["batch"]);
    }

    /// <summary>Adds the summary vector of the source to the outputs of an encoder: [batch, size].</summary>
    /// <param name="summary">The vector.</param>
    /// <param name="size">Its size.</param>
    public void OutputSummary(OnnxValue summary, long size) => Output(SummaryName, summary, ["batch", size]);

    /// <summary>Adds an initial state of the decoder to the outputs of an encoder.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="state">[rows, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="source">A value with the batch first.</param>
    /// <param name="rows">The number of layers.</param>
    /// <param name="size">The size of the state; <c>null</c> for the number of positions, the second dimension of the source.</param>
    public void OutputState(string name, OnnxValue? state, OnnxValue source, long rows, long? size) => Output(
        name,
        state ?? ZerosOf(Integers(rows), Size(source, 0), size is { } number ? Integers(number) : Size(source, 1)),
        [rows, "batch", size is { } known ? known : PositionsName]);

    /// <summary>Adds the token of a step as an input, int64 [batch]; the value is [batch, 1].</summary>
    /// <param name="name">Its name.</param>
    public OnnxValue StepToken(string name) => Unsqueeze(Input(name, Int64Type, "batch"), 1);

    /// <summary>Adds the features of a step as an input, [batch, size].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="size">The number of features.</param>
    public OnnxValue StepFeatures(string name, long size) => Unsqueeze(Input(name, FloatType, "batch", size), 1);

    /// <summary>Adds the memory of an attention as inputs.</summary>
    /// <param name="attention">The attention.</param>
    /// <param name="memorySize">The number of features of a position.</param>
    public OnnxMemory Memory(SourceAttention attention, long memorySize)
    {
        ArgumentNullException.ThrowIfNull(attention);
        var shapes = MemoryShapes(attention, memorySize);
        var values = Input(ValuesName, FloatType, shapes.Values);
        var keys = shapes.Keys is null ? values : Input(KeysName, FloatType, shapes.Keys);
        return new OnnxMemory(keys, values, _options.Lengths ? Input(MemoryLengthsName, Int32Type, "batch") : null);
    }

    /// <summary>Adds the tokens of the source as an input, int64 [batch, positions].</summary>
    public OnnxValue SourceTokens() => Input("sourceTokens", Int64Type, "batch", PositionsName);

    /// <summary>Adds the summary vector of the source as an input, [batch, size].</summary>
    /// <param name="size">Its size.</param>
    public OnnxValue Summary(long size) => Unsqueeze(Input(SummaryName, FloatType, "batch", size), 1);

    /// <summary>Adds a state before a step as an input, [rows, batch, size].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rows">The number of layers.</param>
    /// <param name="size">The size of the state; <c>null</c> for the number of positions.</param>
    public OnnxValue StateBefore(string name, long rows, long? size) => Input(name, FloatType, rows, "batch", size is { } number ? number : PositionsName);

    /// <summary>Adds a state after a step as an output, [rows, batch, size].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="rows">The number of layers.</param>
    /// <param name="size">The size of the state; <c>null</c> for the number of positions.</param>
    public void StateAfter(string name, OnnxValue value, long rows, long? size) => Output(name, value, [rows, "batch", size is { } number ? number : PositionsName]);

    /// <summary>Adds the output of a step, [batch, size].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">[batch, 1, size]</param>
    /// <param name="size">Its size; <c>null</c> for the number of positions.</param>
    public void StepOutput(string name, OnnxValue value, long? size) => Output(name, Squeeze(value, 1), ["batch", size is { } number ? number : PositionsName]);

    /// <summary>A state of one row as a value of the step, and the other way round: [1, batch, size] and [batch, 1, size].</summary>
    /// <param name="value">The state or the value.</param>
    public OnnxValue SwapAxes(OnnxValue value) => Transpose(value, 1, 0, 2);

    /// <summary>The first layer of a state as a value of the step: [rows, batch, size] to [batch, 1, size].</summary>
    /// <param name="state">The state.</param>
    public OnnxValue FirstLayer(OnnxValue state) => Unsqueeze(Select(state, 0, 0), 1);

    /// <summary>Attention of one query: the context vector [batch, 1, features] and the attention weights [batch, 1, positions].</summary>
    /// <param name="query">[batch, 1, size]</param>
    /// <param name="memory">The memory.</param>
    /// <param name="attention">The module with the weights.</param>
    /// <param name="coverage">The sum of the attention weights so far, [1, batch, positions]; <c>null</c> for a score without it.</param>
    /// <param name="previousWeights">The attention weights of the previous step, [1, batch, positions]; <c>null</c> for a score without them.</param>
    public (OnnxValue Context, OnnxValue Weights) Attend(OnnxValue query, OnnxMemory memory, SourceAttention attention, OnnxValue? coverage = null, OnnxValue? previousWeights = null)
    {
        switch (attention)
        {
            case AdditiveAttention additive:
                var weights = AttentionWeights(Squeeze(AdditiveScores(query, memory, additive, coverage, previousWeights), 3), memory, 1);
                return (Product(weights, memory.Values), weights);

            case MultiHeadAttention { HeadCount: var heads }:
                var projected = Heads(Projected(query, attention, "query"), heads);
                var ofHeads = AttentionWeights(Affine(Product(projected, Transpose(memory.Keys, 0, 1, 3, 2)), 1 / Math.Sqrt(HeadSize(attention, heads)), 0), memory, 1, 2);
                var contexts = Reshape(Transpose(Product(ofHeads, memory.Values), 0, 2, 1, 3), 0, 0, -1);
                return (Projected(contexts, attention, "output"), Node("ReduceMean", [ofHeads], Attribute("axes", [1L]), Attribute("keepdims", 0)));

            case ProductAttention { Scale: var scale }:
                var products = AttentionWeights(Affine(Product(query, Transpose(memory.Keys, 0, 2, 1)), scale, 0), memory, 1);
                return (Product(products, memory.Values), products);

            default:
                throw new NotSupportedException($"A {attention?.GetType().Name} has no ONNX form.");
        }
    }

    /// <summary>The maximum of neighbouring features: [batch, time, 2 × features] to [batch, time, features].</summary>
    /// <param name="value">The features.</param>
    public OnnxValue Maxout(OnnxValue value) => Node("ReduceMax", [Reshape(value, 0, 0, -1, 2)], Attribute("axes", [-1L]), Attribute("keepdims", 0));

    /// <summary>Tokens with those beyond a vocabulary replaced.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="vocabulary">The number of tokens in the vocabulary.</param>
    /// <param name="unknown">The token that replaces the others.</param>
    public OnnxValue ReplaceExtraWords(OnnxValue tokens, long vocabulary, long unknown) => Where(Less(tokens, Integer(vocabulary)), tokens, Integer(unknown));

    /// <summary>The log-probabilities of generating and copying (<see cref="PointerGenerator"/>).</summary>
    /// <param name="scores">[batch, 1, vocabulary]</param>
    /// <param name="gateInput">[batch, 1, size]</param>
    /// <param name="weights">The attention weights, [batch, 1, positions].</param>
    /// <param name="sourceTokens">int64 [batch, positions]</param>
    /// <param name="copy">The module with the weights.</param>
    public OnnxValue Copy(OnnxValue scores, OnnxValue gateInput, OnnxValue weights, OnnxValue sourceTokens, PointerGenerator copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var gate = Sigmoid(Projected(gateInput, copy, "gate"));
        var generated = Multiply(Softmax(scores), gate);
        var whole = copy.Extra == 0 ? generated : Node("Pad", [generated, Integers(0, 0, 0, 0, 0, copy.Extra)]);
        var mixed = Node("ScatterElements", [whole, Unsqueeze(sourceTokens, 1), Multiply(weights, Affine(gate, -1, 1))], Attribute("axis", 2), Attribute("reduction", "add"));
        return Log(Max(mixed, 1e-30));
    }

    /// <summary>The states of two directions merged: [layers × 2, batch, size] to [layers, batch, features].</summary>
    /// <param name="states">The states, forward before reverse.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="merge">The merge of the encoder's directions.</param>
    public OnnxValue MergeDirections(OnnxValue states, int layers, Merge merge = Merge.Concat) =>
        Concat(0, [.. Enumerable.Range(0, layers).Select(layer => Unsqueeze(Join(Select(states, 0, 2 * layer), Select(states, 0, (2 * layer) + 1), merge), 0))]);

    /// <summary>One vector as the state of every layer: [batch, size] to [layers, batch, size].</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="layers">The number of layers.</param>
    public OnnxValue RepeatState(OnnxValue vector, int layers)
    {
        var row = Unsqueeze(vector, 0);
        return Concat(0, [.. Enumerable.Repeat(row, layers)]);
    }

    /// <summary>All states of each sequence, concatenated: [batch, features].</summary>
    /// <param name="states">Each [layers × directions, batch, size].</param>
    public OnnxValue JoinStates(params OnnxValue[] states)
    {
        ArgumentNullException.ThrowIfNull(states);
        return Concat([.. states.Select(state => Reshape(Transpose(state, 1, 0, 2), 0, -1))]);
    }

    /// <summary>tanh of a linear projection, split into the states of several layers: [batch, features] to [layers, batch, size].</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="bridge">The module with the weight and the bias.</param>
    /// <param name="layers">The number of layers.</param>
    public OnnxValue DenseState(OnnxValue vector, nn.Module bridge, int layers) => Transpose(Reshape(Tanh(Linear(vector, bridge)), 0, layers, -1), 1, 0, 2);

    /// <summary>The shapes of the memory in both graphs; without keys where these are the values.</summary>
    private static (object[] Values, object[]? Keys) MemoryShapes(SourceAttention attention, long memorySize)
    {
        if (attention is MultiHeadAttention { HeadCount: var heads })
        {
            object[] ofHeads = ["batch", heads, PositionsName, HeadSize(attention, heads)];
            return (ofHeads, ofHeads);
        }

        return (["batch", PositionsName, memorySize], KeyWeight(attention) is var (weight, _) ? ["batch", PositionsName, weight.size(0)] : null);
    }

    /// <summary>The features of a head.</summary>
    private static long HeadSize(SourceAttention attention, long heads) => Parameter(attention, "key.weight").size(0) / heads;

    private static bool Has(SourceAttention attention, string parameter) => attention.named_parameters().Any(named => named.name == parameter);

    /// <summary>The weight and the bias of the keys; <c>null</c> where they are the values.</summary>
    private static (Tensor Weight, Tensor? Bias)? KeyWeight(SourceAttention attention)
    {
        if (attention is AdditiveAttention { QuerySize: var query } && Has(attention, "joint.weight"))
        {
            var joint = Parameter(attention, "joint.weight");
            return (joint.narrow(1, query, joint.size(1) - query), Parameter(attention, "joint.bias"));
        }

        return Has(attention, "memory.weight") ? (Parameter(attention, "memory.weight"), Has(attention, "memory.bias") ? Parameter(attention, "memory.bias") : null) : null;
    }

    /// <summary>v · tanh(W q + U m + b), with the terms of coverage and of the previous attention weights: [batch, 1, positions, 1].</summary>
    private OnnxValue AdditiveScores(OnnxValue query, OnnxMemory memory, AdditiveAttention attention, OnnxValue? coverage, OnnxValue? previousWeights)
    {
        var queryWeight = Has(attention, "joint.weight") ? Parameter(attention, "joint.weight").narrow(1, 0, attention.QuerySize) : Parameter(attention, "query.weight");
        var sum = Add(Unsqueeze(memory.Keys, 1), Unsqueeze(Product(query, Weight("query.weight", queryWeight.t())), 2));
        if (coverage is { } covered)
            sum = Add(sum, Product(Unsqueeze(SwapAxes(covered), 3), Weight("coverage.weight", Parameter(attention, "coverage.weight").t())));
        if (previousWeights is { } previous)
        {
            var filters = Parameter(attention, "filters.weight");
            var pad = filters.size(2) / 2;
            var located = Node("Conv", [SwapAxes(previous), Weight("filters.weight", filters)], Attribute("kernel_shape", [filters.size(2)]), Attribute("pads", [pad, pad]));
            sum = Add(sum, Unsqueeze(Product(Transpose(located, 0, 2, 1), Weight("location.weight", Parameter(attention, "location.weight").t())), 1));
        }

        return Product(Tanh(sum), Weight("score.weight", Parameter(attention, "score.weight").t()));
    }

    /// <summary>The softmax over the valid positions.</summary>
    /// <param name="scores">[batch, ..., positions]</param>
    /// <param name="memory">The memory with the lengths.</param>
    /// <param name="axes">The dimensions between the batch and the positions.</param>
    private OnnxValue AttentionWeights(OnnxValue scores, OnnxMemory memory, params long[] axes) => Softmax(memory.Lengths is { } lengths
        ? Where(Unsqueeze(Less(Range(scores, axes.Length + 1), Unsqueeze(lengths, 1)), axes), scores, Number(double.NegativeInfinity))
        : scores);

    /// <summary>A linear projection by a part of a module.</summary>
    private OnnxValue Projected(OnnxValue input, nn.Module module, string part) =>
        Product(input, Weight(part + ".weight", Parameter(module, part + ".weight").t()), Weight(part + ".bias", Parameter(module, part + ".bias")));

    /// <summary>[batch, n, size] to [batch, heads, n, size / heads]</summary>
    private OnnxValue Heads(OnnxValue value, long heads) => Transpose(Reshape(value, 0, 0, heads, -1), 0, 2, 1, 3);

    private OnnxValue ZerosOf(params OnnxValue[] sizes) =>
        Node("ConstantOfShape", [Concat(0, sizes)], AttributeOfTensor("value", OnnxMessages.Tensor("", FloatType, [1], new byte[sizeof(float)])));
}
