using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>Plans the attention of a decoder: how the keys of a source are computed, and how a step attends to them.</summary>
internal sealed class StreamAttention
{
    private readonly LayerReference _layer;
    private readonly AttentionOperation _attention;
    private readonly StreamItems _items;
    private readonly StreamRows? _coverage;
    private readonly StreamRows? _previous;

    public StreamAttention(LayerReference layer, AttentionOperation attention, StreamItems items)
    {
        (_layer, _attention, _items) = (layer, attention, items);
        _coverage = attention.Coverage ? Positions("Coverage", "coverage, the sum of the attention weights") : null;
        _previous = attention.Filters > 0 ? Positions("PreviousWeights", "the attention weights of the previous step, and of this one") : null;
        Memory = new StreamMemory(
            items.Size(attention.MemorySize),
            attention.Score switch
            {
                AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot => null,
                AttentionScoreKind.General => attention.QuerySize,
                _ => attention.Size,
            },
            attention.Score == AttentionScoreKind.MultiHead ? attention.Size : null,
            attention.Filters,
            attention.Width,
            [.. Keys()]);
    }

    /// <summary>What the attention keeps of a source.</summary>
    public StreamMemory Memory { get; }

    /// <summary>A step: the attention weights, the context vector, and the states that depend on them.</summary>
    /// <param name="query">The query.</param>
    /// <param name="target">Where the context vector goes.</param>
    public IReadOnlyList<StreamStep> Attend(RowsPlace query, RowsPlace target)
    {
        List<StreamStep> steps = [new StreamNote($"{_layer.Key}: {_attention.Note}")];
        switch (_attention.Score)
        {
            case AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot or AttentionScoreKind.General:
                steps.Add(new DotScores(query, _items.Size(_attention.QuerySize), _attention.Score == AttentionScoreKind.ScaledDot));
                break;

            case AttentionScoreKind.MultiHead:
                var heads = _items.AddRows(_layer.Property + "Heads", _attention.Size!.Value, StreamExtent.Step, $"{_layer.Key}: the context vectors of all heads");
                var projected = Project(query, hasBias: true, steps);
                steps.Add(new AttendHeads(projected, _attention.Heads, heads));
                var (matrix, bias) = Linear("output", _attention.Size.Value, _attention.Size.Value);
                steps.Add(new MultiplyRows(matrix, bias, RowsPlace.First(heads), target, StreamCount.One));
                return steps;

            default:
                AddScores(query, steps);
                break;
        }

        steps.Add(new ReadContext(target));
        if (_coverage is not null)
        {
            steps.Add(new AddCoverage(_coverage));
        }

        if (_previous is not null)
        {
            steps.Add(new KeepWeights(_previous));
        }

        return steps;
    }

    /// <summary>Additive scores: of the query, of what the previous attention weights add, and of the coverage.</summary>
    private void AddScores(RowsPlace query, List<StreamStep> steps)
    {
        var size = _attention.Size!.Value;
        var projected = Project(query, hasBias: false, steps);
        var score = Vector("Score", new TensorRow(_items.Tensor(_layer.Key + ".score.weight", 1, size), 0), size);
        if (_previous is not null)
        {
            var filters = _items.AddMatrix(_layer.Property + "Filters", _items.Tensor(_layer.Key + ".filters.weight", _attention.Filters, 1, _attention.Width), _attention.Filters, _attention.Width);
            steps.Add(new LocatePrevious(_previous, filters, Linear("location", size, _attention.Filters, hasBias: false).Matrix));
        }

        (StreamWeight, StreamRows)? coverage = _coverage is null ? null : (Vector("Coverage", _items.Tensor(_layer.Key + ".coverage.weight", size, 1), size), _coverage);
        steps.Add(new AdditiveScores(projected, score, coverage, IsLocated: _previous is not null));
    }

    private IEnumerable<MultiplyMemory> Keys()
    {
        switch (_attention.Score)
        {
            case AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot:
                yield break;

            case AttentionScoreKind.MultiHead:
                yield return Multiply(Linear("key", _attention.Size!.Value, _attention.MemorySize));
                yield return Multiply(Linear("value", _attention.Size.Value, _attention.MemorySize), isValue: true);
                break;

            case AttentionScoreKind.General:
                yield return Multiply(Linear("memory", _attention.QuerySize, _attention.MemorySize, hasBias: false));
                break;

            case AttentionScoreKind.Concat:
                var size = _attention.Size!.Value;
                var matrix = _items.AddMatrix(_layer.Property + "Memory", Joint(_attention.QuerySize, _attention.MemorySize), size, _attention.MemorySize);
                yield return Multiply((matrix, Vector("MemoryBias", _items.Tensor(_layer.Key + ".joint.bias", size), size)));
                break;

            default:
                yield return Multiply(Linear("memory", _attention.Size!.Value, _attention.MemorySize));
                break;
        }
    }

    private static MultiplyMemory Multiply((StreamWeight Matrix, StreamWeight? Bias) linear, bool isValue = false) => new(linear.Matrix, linear.Bias, isValue);

    /// <summary>Columns of the matrix that multiplies the query and the memory.</summary>
    private TensorColumns Joint(Polynomial first, Polynomial count) => new(
        _items.Tensor(_layer.Key + ".joint.weight", _attention.Size!.Value, _attention.QuerySize + _attention.MemorySize), _items.Size(first), _items.Size(count));

    private StreamRows Positions(string name, string note) => _items.AddRows(_layer.Property + name, 0, StreamExtent.Positions, $"{_layer.Key}: {note}");

    /// <summary>The projected query.</summary>
    private StreamRows Project(RowsPlace query, bool hasBias, List<StreamStep> steps)
    {
        var (size, inputs) = (_attention.Size!.Value, _attention.QuerySize);
        var (matrix, bias) = _attention.Score == AttentionScoreKind.Concat
            ? (_items.AddMatrix(_layer.Property + "Query", Joint(0, inputs), size, inputs), null)
            : Linear("query", size, inputs, hasBias);
        var projected = _items.AddRows(_layer.Property + "Query", size, StreamExtent.Step, $"{_layer.Key}: the projected query");
        steps.Add(new MultiplyRows(matrix, bias, query, RowsPlace.First(projected), StreamCount.One));
        return projected;
    }

    private (StreamWeight Matrix, StreamWeight? Bias) Linear(string name, Polynomial outputs, Polynomial inputs, bool hasBias = true)
    {
        var member = _layer.Property + char.ToUpperInvariant(name[0]) + name.Substring(1);
        var matrix = _items.AddMatrix(member, _items.Tensor($"{_layer.Key}.{name}.weight", outputs, inputs), outputs, inputs);
        return (matrix, hasBias ? _items.AddVector(member + "Bias", _items.Tensor($"{_layer.Key}.{name}.bias", outputs), outputs) : null);
    }

    private StreamWeight Vector(string name, WeightValue value, Polynomial length) => _items.AddVector(_layer.Property + name, value, length);
}
