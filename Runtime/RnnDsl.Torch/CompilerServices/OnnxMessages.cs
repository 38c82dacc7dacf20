namespace RnnDsl.Torch.CompilerServices;

/// <summary>The messages of an ONNX file (onnx.proto3 of IR 8), as far as exported models consist of them.</summary>
internal static class OnnxMessages
{
    public const int FloatType = 1;
    public const int Int32Type = 6;
    public const int Int64Type = 7;
    public const int BoolType = 9;

    private const int IrVersion = 8;
    private const int Opset = 17;

    public static ProtobufMessage Model(ProtobufMessage graph) => new ProtobufMessage()
        .Integer(1, IrVersion)
        .Text(2, "RnnDsl")
        .Text(3, typeof(OnnxMessages).Assembly.GetName().Version!.ToString(3))
        .Message(7, graph)
        .Message(8, new ProtobufMessage().Text(1, "").Integer(2, Opset));

    public static ProtobufMessage Graph(string name, IEnumerable<ProtobufMessage> nodes, IEnumerable<ProtobufMessage> weights, IEnumerable<ProtobufMessage> inputs, IEnumerable<ProtobufMessage> outputs)
    {
        var graph = new ProtobufMessage();
        Add(1, nodes);
        graph.Text(2, name);
        Add(5, weights);
        Add(11, inputs);
        Add(12, outputs);
        return graph;

        void Add(int field, IEnumerable<ProtobufMessage> messages)
        {
            foreach (var message in messages)
                graph.Message(field, message);
        }
    }

    public static ProtobufMessage Node(string name, string type, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<ProtobufMessage> attributes)
    {
        var node = new ProtobufMessage();
        foreach (var input in inputs)
            node.Text(1, input);
        foreach (var output in outputs)
            node.Text(2, output);
        node.Text(3, name).Text(4, type);
        foreach (var attribute in attributes)
            node.Message(5, attribute);
        return node;
    }

    public static ProtobufMessage Attribute(string name, long value) => new ProtobufMessage().Text(1, name).Integer(3, value).Integer(20, 2);

    public static ProtobufMessage Attribute(string name, float value) => new ProtobufMessage().Text(1, name).Single(2, value).Integer(20, 1);

    public static ProtobufMessage Attribute(string name, string value) => new ProtobufMessage().Text(1, name).Text(4, value).Integer(20, 3);

    public static ProtobufMessage AttributeOfGraph(string name, ProtobufMessage graph) => new ProtobufMessage().Text(1, name).Message(6, graph).Integer(20, 5);

    public static ProtobufMessage AttributeOfTensor(string name, ProtobufMessage tensor) => new ProtobufMessage().Text(1, name).Message(5, tensor).Integer(20, 4);

    public static ProtobufMessage Attribute(string name, IEnumerable<long> values)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        foreach (var value in values)
            attribute.Integer(8, value);
        return attribute.Integer(20, 7);
    }

    public static ProtobufMessage Attribute(string name, IEnumerable<string> values)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        foreach (var value in values)
            attribute.Text(9, value);
        return attribute.Integer(20, 8);
    }

    public static ProtobufMessage Tensor(string name, int type, IEnumerable<long> shape, ReadOnlyMemory<byte> content)
    {
        var tensor = new ProtobufMessage();
        foreach (var size in shape)
            tensor.Integer(1, size);
        return tensor.Integer(2, type).Text(8, name).Content(9, content);
    }

    /// <param name="name">The name of the value.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="shape">Its dimensions, each a number or the name of one that differs from call to call; <c>null</c> where the shape follows from the nodes.</param>
    public static ProtobufMessage Value(string name, int type, IEnumerable<object>? shape)
    {
        var tensor = new ProtobufMessage().Integer(1, type);
        if (shape is not null)
        {
            var dimensions = new ProtobufMessage();
            foreach (var dimension in shape)
                dimensions.Message(1, dimension is string named ? new ProtobufMessage().Text(2, named) : new ProtobufMessage().Integer(1, (long)dimension));
            tensor.Message(2, dimensions);
        }

        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
