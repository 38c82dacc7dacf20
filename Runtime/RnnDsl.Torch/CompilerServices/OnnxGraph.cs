using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// An ONNX graph in the making: emitted code adds one operation of a model after the other and writes the file (IR 8, opset 17). A sequence between two layers is [batch, time, features], as
/// in the model; weights are stored as float32.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OnnxGraph
{
    // A message of protocol buffers is at most 2 GiB - 1 long.
    private const long MostBytes = int.MaxValue;

    private readonly FileContent _content;
    private readonly OnnxOptions _options;
    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _inputs = [];
    private readonly List<ProtobufMessage> _outputs = [];
    private readonly HashSet<string> _computed = [];
    private string _layer = "";

    /// <summary>Begins the graph of a model.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="options">The inputs and outputs; <c>null</c> for the defaults.</param>
    public OnnxGraph(string name, OnnxOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_content, _options) = (new FileContent(name), options ?? new OnnxOptions());
    }

    /// <summary>The body of a loop of another graph. All names of a file differ, so that a body can read the values of the graph around it.</summary>
    private OnnxGraph(OnnxGraph outer) => (_content, _options, _layer) = (outer._content, outer._options, outer._layer);

    /// <summary>Begins a layer: the names of its values begin with its name.</summary>
    /// <param name="name">The layer's name.</param>
    /// <returns>The graph itself.</returns>
    public OnnxGraph Layer(string name)
    {
        _layer = name;
        return this;
    }

    /// <summary>Adds the input of a model that reads tokens: int64 [batch, time].</summary>
    /// <param name="name">Its name.</param>
    public OnnxValue Tokens(string name) => Input(name, OnnxMessages.Int64Type, "batch", "time");

    /// <summary>Adds the input of a model that reads features: [batch, time, size].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="size">The number of features.</param>
    public OnnxValue Features(string name, long size) => Input(name, OnnxMessages.FloatType, "batch", "time", size);

    /// <summary>Adds the input of a model that reads images: [batch, channels, height, width].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="height">The height.</param>
    /// <param name="width">The width.</param>
    public OnnxValue Images(string name, long channels, long height, long width) => Input(name, OnnxMessages.FloatType, "batch", channels, height, width);

    /// <summary>Adds the lengths of sequences as an input, int32 [batch]; <c>null</c> where the options leave it out.</summary>
    public OnnxValue? Lengths() => _options.Lengths ? Input("lengths", OnnxMessages.Int32Type, "batch") : null;

    /// <summary>Adds an initial state as an input, [rows, batch, size]; <c>null</c> where the options leave it out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rows">The number of layers times directions.</param>
    /// <param name="size">Its size.</param>
    public OnnxValue? InitialState(string name, long rows, long size) => _options.States ? Input(name, OnnxMessages.FloatType, rows, "batch", size) : null;

    /// <summary>Adds the output of a model with one vector for each step: [batch, time, size].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="time">The name of the number of steps.</param>
    /// <param name="size">The number of features.</param>
    public void Output(string name, OnnxValue value, string time, long size) => Output(name, value, ["batch", time, size]);

    /// <summary>Adds the output of a model with one vector for each sequence: [batch, size].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="size">The number of features.</param>
    public void Output(string name, OnnxValue value, long size) => Output(name, value, ["batch", size]);

    /// <summary>Adds a final state as an output, [rows, batch, size], unless the options leave it out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="rows">The number of layers times directions.</param>
    /// <param name="size">Its size.</param>
    public void FinalState(string name, OnnxValue value, long rows, long size)
    {
        if (_options.States)
            Output(name, value, [rows, "batch", size]);
    }

    /// <summary>Adds a weight of the current layer, stored as float32.</summary>
    /// <param name="name">Its name in the layer.</param>
    /// <param name="tensor">Its values, of any dtype and on any device.</param>
    /// <exception cref="NotSupportedException">All weights together do not fit into one file.</exception>
    public OnnxValue Weight(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        var values = tensor.detach().to(ScalarType.Float32).cpu().contiguous();
        var value = new OnnxValue(_content.Allocate($"{_layer}.{name}"));
        if (_content.WeightBytes + (values.NumberOfElements * sizeof(float)) > MostBytes)
            throw new NotSupportedException($"{_content.Name} cannot be exported: an ONNX file holds at most 2 GiB, and its weights take more with '{value.Name}'.");
        _content.Weights.Add(OnnxMessages.Tensor(value.Name, OnnxMessages.FloatType, values.shape, values.bytes.ToArray()));
        _content.WeightBytes += values.NumberOfElements * sizeof(float);
        return value;
    }

    /// <summary>Writes the file. An existing one is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">The file would be larger than 2 GiB.</exception>
    public void Write(string path)
    {
        var model = OnnxMessages.Model(Message(_content.Name, _content.Weights));
        if (model.Length > MostBytes)
            throw new NotSupportedException($"{_content.Name} cannot be exported: an ONNX file holds at most 2 GiB, and it takes {model.Length:N0} bytes.");
        AtomicFile.Write(path, model.WriteTo);
    }

    private ProtobufMessage Message(string name, IEnumerable<ProtobufMessage> weights) => OnnxMessages.Graph(name, _nodes, weights, _inputs, _outputs);

    private OnnxValue Input(string name, int type, params object[] shape)
    {
        var value = new OnnxValue(_content.Allocate(name));
        _inputs.Add(OnnxMessages.Value(value.Name, type, shape));
        return value;
    }

    private void Output(string name, OnnxValue value, object[] shape) => Output(name, value, OnnxMessages.FloatType, shape);

    private void Output(string name, OnnxValue value, int type, object[] shape)
    {
        var output = new OnnxValue(_content.Allocate(name));
        AddNode("Identity", [value], [output]);
        _outputs.Add(OnnxMessages.Value(output.Name, type, shape));
    }

    /// <summary>Adds an operator with one output.</summary>
    private OnnxValue Node(string type, OnnxValue?[] inputs, params ProtobufMessage[] attributes) => Nodes(type, inputs, [type], attributes)[0];

    /// <summary>Adds an operator.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">What it reads; <c>null</c> for an input that is left out.</param>
    /// <param name="outputs">What its outputs are called.</param>
    /// <param name="attributes">Its attributes.</param>
    private OnnxValue[] Nodes(string type, OnnxValue?[] inputs, string[] outputs, params ProtobufMessage[] attributes)
    {
        var values = outputs.Select(name => new OnnxValue(_content.Allocate($"{_layer}.{name}"))).ToArray();
        AddNode(type, inputs, values, attributes);
        return values;
    }

    private void AddNode(string type, OnnxValue?[] inputs, OnnxValue[] outputs, params ProtobufMessage[] attributes)
    {
        var names = inputs.Select(input => input?.Name ?? "").ToList();
        while (names.Count > 0 && names[^1].Length == 0)
            names.RemoveAt(names.Count - 1);
        _nodes.Add(OnnxMessages.Node(outputs[0].Name, type, names, outputs.Select(output => output.Name), attributes));
        _computed.UnionWith(outputs.Select(output => output.Name));
    }

    /// <summary>A constant vector of integers, one for each list of values in a file.</summary>
    private OnnxValue Integers(params long[] values) =>
        Constant("const.int64s." + string.Join("_", values), OnnxMessages.Int64Type, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>A constant without dimensions.</summary>
    private OnnxValue Integer(long value) => Constant($"const.int64.{value}", OnnxMessages.Int64Type, [], BitConverter.GetBytes(value));

    /// <summary>A constant without dimensions.</summary>
    private OnnxValue Integer32(int value) => Constant($"const.int32.{value}", OnnxMessages.Int32Type, [], BitConverter.GetBytes(value));

    /// <summary>A constant without dimensions.</summary>
    public OnnxValue Number(double value) =>
        Constant($"const.float.{((float)value).ToString("R", CultureInfo.InvariantCulture)}", OnnxMessages.FloatType, [], BitConverter.GetBytes((float)value));

    private OnnxValue Constant(string name, int type, long[] shape, byte[] content)
    {
        if (!_content.Constants.TryGetValue(name, out var value))
        {
            _content.Constants.Add(name, value = new OnnxValue(_content.Allocate(name)));
            _content.Weights.Add(OnnxMessages.Tensor(value.Name, type, shape, content));
        }

        return value;
    }

    /// <summary>What a graph and the bodies of its loops have in common.</summary>
    private sealed class FileContent(string name)
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public string Name => name;

        public List<ProtobufMessage> Weights { get; } = [];

        public Dictionary<string, OnnxValue> Constants { get; } = new(StringComparer.Ordinal);

        public long WeightBytes { get; set; }

        /// <summary>The name itself where it is free, else with a number.</summary>
        public string Allocate(string wanted)
        {
            var free = wanted;
            for (var number = _numbers.GetValueOrDefault(wanted, 2); !_names.Add(free); number++)
            {
                free = $"{wanted}.{number}";
                _numbers[wanted] = number + 1;
            }

            return free;
        }
    }
}
