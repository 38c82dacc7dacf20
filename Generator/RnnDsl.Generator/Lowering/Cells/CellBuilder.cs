using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>Builds the graph of a built-in cell with its options.</summary>
internal sealed class CellBuilder
{
    private const string ProjectionSize = "stateSize";

    private readonly RecurrentLayer _layer;
    private readonly List<CellNode> _nodes = [];
    private readonly List<CellWeight> _weights = [];
    private readonly List<MaskNode> _masks = [];
    private readonly ProjectedNode _projected;
    private readonly CellState _hidden;

    private CellBuilder(RecurrentLayer layer)
    {
        _layer = layer;
        _projected = new ProjectedNode(layer.Gates * CellExtent.Size) { Name = "projected" };
        _hidden = new CellState("hidden", "h", layer.Projection is null ? CellExtent.Size : CellExtent.Of(ProjectionSize));
        _nodes.Add(_projected);
    }

    public static CellGraph Build(RecurrentLayer layer)
    {
        var builder = new CellBuilder(layer);
        var states = layer.Cell switch
        {
            CellKind.Lstm => builder.Lstm(),
            CellKind.Gru => builder.Gru(),
            _ => builder.Elman(),
        };
        List<CellSize> sizes = [new SizeOfSequence("size", builder._projected, layer.Gates)];
        if (layer.Projection is not null)
        {
            sizes.Add(new SizeOfState(ProjectionSize, builder._hidden));
        }

        return new CellGraph(builder._nodes, [builder._projected], states, builder._weights, builder._masks, sizes);
    }

    /// <summary>h = f(W x + b + U h)</summary>
    private CellState[] Elman()
    {
        var previous = Previous(_hidden);
        var product = Product(Dropped(previous), Matrix(new(StoredTensor.Hidden), "recurrent", 1));
        product.Symbol = $"U {_dropped}";
        CellNode sum = Add(new SumNode(_projected, product)).Called("gates", "a", _layer.Options.LayerNorm ? $"W x + U {_dropped}" : $"W x + b + U {_dropped}");
        if (_layer.Options.LayerNorm)
        {
            sum = Norm(sum, StoredTensor.HiddenGain, "gain", 1, StoredTensor.InputBias, "bias").Called("normed", "ā", "norm(a) ⊙ γ + b");
        }

        var function = _layer.Options.Relu ? CellFunction.Relu : CellFunction.Tanh;
        var next = Add(new FunctionNode(function, sum));
        _hidden.Next = WithZoneout(next, _hidden, previous, $"{(_layer.Options.Relu ? "relu" : "tanh")}({sum.Symbol})", "fresh", "ĥ");
        return [_hidden];
    }

    private CellState[] Lstm()
    {
        var options = _layer.Options;
        var cell = new CellState("cell", "c", CellExtent.Size);
        var (previous, remembered) = (Previous(_hidden), Previous(cell));

        CellNode product = Product(Dropped(previous), Matrix(new(StoredTensor.Hidden), "recurrent", 4));
        var written = $"U {_dropped}";
        if (options.LayerNorm)
        {
            product.Called("product", "u", written);
            product = Norm(product, StoredTensor.HiddenGain, "gain", 4).Called("normed", "ū", "norm(u) ⊙ γ");
            written = "ū";
        }

        var gates = Add(new SumNode(_projected, product)).Called("gates", "a", $"{(options.LayerNorm ? "norm(W x) ⊙ γ + b" : "W x + b")} + {written}");
        var input = Gate(gates, 0, CellFunction.Sigmoid, "inputGate", "i", remembered, 0);
        var forget = Gate(gates, 1, CellFunction.Sigmoid, "forgetGate", "f", remembered, 1);
        var candidate = Gate(gates, 2, CellFunction.Tanh, "candidate", "g");
        var sum = Add(new SumNode(Add(new TimesNode(forget, remembered)), Add(new TimesNode(input, candidate))));
        var fresh = options.Zoneout > 0 ? sum.Called("freshCell", "ĉ", "f ⊙ c + i ⊙ g") : sum;
        var symbol = options.Zoneout > 0 ? "ĉ" : "c′";
        cell.Next = WithZoneout(sum, cell, remembered, "f ⊙ c + i ⊙ g", "freshCell", "ĉ");

        var output = Gate(gates, 3, CellFunction.Sigmoid, "outputGate", "o", fresh, 2, symbol);
        CellNode activated = fresh;
        if (options.LayerNorm)
        {
            activated = Norm(fresh, StoredTensor.CellGain, "cellGain", 1, StoredTensor.CellBias, "cellBias").Called("normedCell", "c̄", $"norm({symbol}) ⊙ γ + β");
            symbol = "c̄";
        }

        var squashed = Add(new FunctionNode(CellFunction.Tanh, activated)).Called("squashedCell", "s", $"tanh({symbol})");
        CellNode next = Add(new TimesNode(output, squashed));
        var equation = "o ⊙ s";
        if (_layer.Projection is not null)
        {
            next.Called("unprojected", "m", equation);
            next = Product(next, Matrix(new(StoredTensor.Projection), "projection", 0));
            equation = "P m";
        }

        _hidden.Next = WithZoneout(next, _hidden, previous, equation, "fresh", "ĥ");
        return [_hidden, cell];
    }

    private CellState[] Gru()
    {
        var previous = Previous(_hidden);
        var dropped = Dropped(previous);
        CellNode reset, update, candidate;
        if (_layer.ResetsBefore)
        {
            var gates = Gates(Product(dropped, Matrix(new(StoredTensor.Hidden, new(CellExtent.Zero, 2 * CellExtent.Size)), "gateWeight", 2)), $"U {_dropped}");
            (reset, update) = (Gate(gates, 0, CellFunction.Sigmoid, "resetGate", "r"), Gate(gates, 1, CellFunction.Sigmoid, "updateGate", "z"));
            var resetHidden = Add(new TimesNode(reset, dropped)).Called("resetHidden", "k", $"r ⊙ {_dropped}");
            CellNode projection = Product(resetHidden, Matrix(new(StoredTensor.Hidden, new(2 * CellExtent.Size, CellExtent.Size)), "candidateWeight", 1));
            var written = "U k";
            if (_layer.Options.LayerNorm)
            {
                projection.Called("candidateProjection", "v", written);
                projection = Norm(projection, StoredTensor.CandidateGain, "candidateGain", 1).Called("normedProjection", "v̄", "norm(v) ⊙ γ");
                written = "v̄";
            }

            candidate = Add(new FunctionNode(CellFunction.Tanh, Add(new SumNode(Slice(_projected, 2), projection)))).Called("candidate", "n", $"tanh({InputTerm} + {written})");
        }
        else
        {
            var product = Product(dropped, Matrix(new(StoredTensor.Hidden), "recurrent", 3), _layer.Options.LayerNorm ? null : Vector(new(StoredTensor.HiddenBias), "bias", 3).Weight);
            product.Called("product", "u", $"U {_dropped}{(_layer.Options.LayerNorm ? "" : " + d")}");
            var forGates = Slice(product, 0, 2);
            (forGates.Name, forGates.Symbol) = ("productOfGates", "u_{r,z}");
            var gates = Gates(forGates, "u_{r,z}");
            (reset, update) = (Gate(gates, 0, CellFunction.Sigmoid, "resetGate", "r"), Gate(gates, 1, CellFunction.Sigmoid, "updateGate", "z"));
            CellNode projection = Slice(product, 2);
            (projection.Name, projection.Symbol) = ("candidateProjection", "u_n");
            var written = "u_n";
            if (_layer.Options.LayerNorm)
            {
                projection = Norm(projection, StoredTensor.CandidateGain, "candidateGain", 1, StoredTensor.CandidateBias, "candidateBias").Called("normedProjection", "ū_n", "norm(u_n) ⊙ γ + β");
                written = "ū_n";
            }

            candidate = Add(new FunctionNode(CellFunction.Tanh, Add(new SumNode(Slice(_projected, 2), Add(new TimesNode(reset, projection))))))
                .Called("candidate", "n", $"tanh({InputTerm} + r ⊙ {written})");
        }

        var next = Add(new LerpNode(candidate, previous, update));
        _hidden.Next = WithZoneout(next, _hidden, previous, "(1 - z) ⊙ n + z ⊙ h", "fresh", "ĥ");
        return [_hidden];
    }

    private string InputTerm => _layer.Options.LayerNorm ? "norm(W x) ⊙ γ + b" : "W x + b";

    /// <summary>The symbol of the hidden state that the recurrent projection reads.</summary>
    private string _dropped = "h";

    /// <summary>The pre-activations of a GRU's two gates.</summary>
    private CellNode Gates(CellNode product, string written)
    {
        if (_layer.Options.LayerNorm)
        {
            if (product is ProductNode)
            {
                product.Called("product", "u", written);
            }

            var read = product.Symbol;
            product = Norm(product, StoredTensor.HiddenGain, "gain", 2).Called("normed", "ū", $"norm({read}) ⊙ γ");
            written = "ū";
        }

        return Add(new SumNode(Slice(_projected, 0, 2), product)).Called("gates", "a", $"{InputTerm} + {written}");
    }

    /// <summary>A gate: a function of a block of the pre-activations, optionally with a peephole.</summary>
    private CellNode Gate(CellNode gates, int block, CellFunction function, string name, string symbol, CellNode? seen = null, int peephole = 0, string seenAs = "c")
    {
        CellNode sum = Slice(gates, block);
        var written = "a";
        if (seen is not null && _layer.Options.Peepholes)
        {
            var vector = Vector(new(StoredTensor.Peepholes, new(CellExtent.Of(peephole), null)), name + "Peephole", 1);
            sum = Add(new SumNode(sum, Add(new TimesNode(vector, seen))));
            written = $"a + p ⊙ {seenAs}";
        }

        return Add(new FunctionNode(function, sum)).Called(name, symbol, $"{(function == CellFunction.Tanh ? "tanh" : "σ")}({written})");
    }

    /// <summary>The hidden state that the recurrent projection reads: masked by recurrent dropout.</summary>
    private CellNode Dropped(CellNode previous)
    {
        if (_layer.Options.RecurrentDropout <= 0)
        {
            return previous;
        }

        _dropped = "h̃";
        return Add(new TimesNode(previous, Mask("mask", _hidden, isZoneout: false))).Called("dropped", "h̃", "h ⊙ mask");
    }

    /// <summary>With zoneout, some elements keep the previous value.</summary>
    private CellNode WithZoneout(CellNode next, CellState state, CellNode previous, string equation, string name, string symbol)
    {
        if (_layer.Options.Zoneout <= 0)
        {
            return next.Called(state.Name, state.Symbol + "′", equation);
        }

        if (next.Name.Length == 0)
        {
            next.Called(name, symbol, equation);
        }

        return Add(new LerpNode(next, previous, Mask(state.Name + "Zoneout", state, isZoneout: true)))
            .Called(state.Name, state.Symbol + "′", $"(1 - keep) ⊙ {symbol} + keep ⊙ {state.Symbol}");
    }

    private PreviousNode Previous(CellState state) => Add(new PreviousNode(state) { Name = state.Name, Symbol = state.Symbol });

    private SliceNode Slice(CellNode of, int first, int count = 1) => Add(new SliceNode(of, first * CellExtent.Size, count * CellExtent.Size));

    private ProductNode Product(CellNode operand, CellWeight weight, CellWeight? bias = null) => Add(new ProductNode(operand, weight, bias));

    private NormNode Norm(CellNode operand, StoredTensor gain, string name, int blocks, StoredTensor? bias = null, string biasName = "") =>
        Add(new NormNode(operand, Vector(new(gain), name, blocks).Weight, bias is { } tensor ? Vector(new(tensor), biasName, blocks).Weight : null));

    private CellWeight Matrix(StoredWeight source, string name, int blocks) =>
        Weight(new CellWeight(source, name, isMatrix: true, blocks == 0 ? CellExtent.Of(ProjectionSize) : blocks * CellExtent.Size, source.Tensor == StoredTensor.Projection ? "P" : "U"));

    private VectorNode Vector(StoredWeight source, string name, int blocks) =>
        Add(new VectorNode(Weight(new CellWeight(source, name, isMatrix: false, blocks * CellExtent.Size, "p"))) { Name = name, Symbol = "p" });

    private CellWeight Weight(CellWeight weight)
    {
        _weights.Add(weight);
        return weight;
    }

    private MaskNode Mask(string name, CellState of, bool isZoneout)
    {
        var mask = Add(new MaskNode(of, isZoneout) { Name = name });
        _masks.Add(mask);
        return mask;
    }

    private T Add<T>(T node)
        where T : CellNode
    {
        _nodes.Add(node);
        return node;
    }
}
