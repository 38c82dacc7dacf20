using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the attention of a decoder: how the keys of a source are computed, and how a step attends to them.</summary>
internal sealed class StreamingMemory
{
    private readonly StatelessLayer _layer;
    private readonly AttentionOperation _attention;
    private readonly StreamingMembers _members;
    private readonly string _functions;

    public StreamingMemory(StatelessLayer layer, AttentionOperation attention, StreamingMembers members)
    {
        (_layer, _attention, _members, _functions) = (layer, attention, members, members.Types["StreamFunctions"]);
        Coverage = attention.Coverage ? Positions("Coverage", "coverage, the sum of the attention weights") : null;
        Previous = attention.Filters > 0 ? Positions("PreviousWeights", "the attention weights of the previous step, and of this one") : null;
        Remember = [.. Keys()];
    }

    private StreamingRows? Coverage { get; }

    private StreamingRows? Previous { get; }

    /// <summary>The statements that compute the keys of the values.</summary>
    public IReadOnlyList<string> Remember { get; }

    /// <summary>The size of a key; null where the values are the keys.</summary>
    public Polynomial? KeySize => _attention.Score switch
    {
        AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot => null,
        AttentionScoreKind.General => _attention.QuerySize,
        _ => _attention.Size,
    };

    /// <summary>The size of the values of all heads; null without heads.</summary>
    public Polynomial? HeadValueSize => _attention.Score == AttentionScoreKind.MultiHead ? _attention.Size : null;

    public Polynomial ValueSize => _attention.MemorySize;

    public long Filters => _attention.Filters;

    public long Width => _attention.Width;

    /// <summary>The statements of a step: the attention weights, the context vector, and the states that depend on them.</summary>
    /// <param name="query">The field with the query.</param>
    /// <param name="queryRow">Its row.</param>
    /// <param name="step">The row of the step.</param>
    /// <param name="joined">Where the context vector goes.</param>
    /// <param name="column">The first column of it there.</param>
    public IReadOnlyList<string> Attend(string query, string queryRow, string step, StreamingRows joined, string column)
    {
        var lines = new List<string> { "", $"// {_layer.Key}: attention weights, softmax of {_attention.Formula}, and the context vector; query q: the {(_attention.BeforeCell ? "previous" : "current")} hidden state." };
        var target = $"{joined.Field}.Row({joined.IndexOf(step)}, {column})";
        switch (_attention.Score)
        {
            case AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot or AttentionScoreKind.General:
                var size = _members.Size(_attention.QuerySize);
                lines.Add($"_memory.Dot<TLane>(ref {query}.Row({queryRow}), {size}, {(_attention.Score == AttentionScoreKind.ScaledDot ? $"1 / {_members.Types["MathF"]}.Sqrt({size})" : "1")});");
                break;

            case AttentionScoreKind.MultiHead:
                var heads = _members.AddRows(_layer.Property + "Heads", _attention.Size!.Value, StreamingExtent.Step, $"{_layer.Key}: the context vectors of all heads");
                lines.Add(Project("query", _attention.QuerySize, query, queryRow, hasBias: true));
                lines.Add($"_memory.Heads<TLane>({_query!.Field}, {_members.Size(_attention.Size.Value)}, {Literal.Of(_attention.Heads)}, {heads.Field});");
                var output = Linear("output", _attention.Size.Value, _attention.Size.Value);
                lines.Add($"_weights.{output.Matrix.Field}.Multiply<TLane>({heads.Field}, _weights.{output.Bias!.Field}, {joined.Field}.At({joined.IndexOf(step)}, {column}), 1);");
                return lines;

            default:
                lines.Add(Project("query", _attention.QuerySize, query, queryRow, hasBias: false));
                var score = Vector("Score", $"{_members.Tensor(_layer.Key + ".score.weight", 1, _attention.Size!.Value)}.Row(0)", _attention.Size.Value);
                var more = "";
                if (Previous is not null)
                {
                    var filters = _members.AddWeight("StreamMatrix", _layer.Property + "Filters", $"reader.Matrix({_members.Tensor(_layer.Key + ".filters.weight", _attention.Filters, 1, _attention.Width)})", $"[{_attention.Filters}, {_attention.Width}]");
                    var location = Linear("location", _attention.Size.Value, _attention.Filters, hasBias: false);
                    lines.Add($"_memory.Locate<TLane>({Previous.Field}.At({step}), _weights.{filters.Field}, _weights.{location.Matrix.Field});");
                }

                if (Coverage is not null || Previous is not null)
                {
                    var coverage = Coverage is null ? null : Vector("Coverage", _members.Tensor(_layer.Key + ".coverage.weight", _attention.Size.Value, 1), _attention.Size.Value);
                    more = $", {(coverage is null ? "default" : $"_weights.{coverage.Field}")}, {(Coverage is null ? "default" : $"{Coverage.Field}.At({step})")}, located: {(Previous is null ? "false" : "true")}";
                }

                lines.Add($"_memory.Additive<TLane>({_query!.Field}, _weights.{score.Field}, {_members.Size(_attention.Size.Value)}{more});");
                break;
        }

        lines.Add($"_memory.Context<TLane>(ref {target});");
        if (Coverage is not null)
        {
            lines.Add($"_memory.Cover(ref {Coverage.Field}.Row({step}), ref {Coverage.Field}.Row({step} + 1));");
        }

        if (Previous is not null)
        {
            lines.Add($"_memory.CopyWeights(ref {Previous.Field}.Row({step} + 1));");
        }

        return lines;
    }

    private StreamingRows? _query;

    private StreamingRows Positions(string name, string note) => _members.AddRows(_layer.Property + name, 0, StreamingExtent.Positions, $"{_layer.Key}: {note}");

    private IEnumerable<string> Keys()
    {
        switch (_attention.Score)
        {
            case AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot:
                yield break;

            case AttentionScoreKind.MultiHead:
                yield return Multiply(Linear("key", _attention.Size!.Value, _attention.MemorySize), "Keys");
                yield return Multiply(Linear("value", _attention.Size.Value, _attention.MemorySize), "HeadValues");
                break;

            case AttentionScoreKind.General:
                yield return Multiply(Linear("memory", _attention.QuerySize, _attention.MemorySize, hasBias: false), "Keys");
                break;

            case AttentionScoreKind.Concat:
                var matrix = _members.AddWeight("StreamMatrix", _layer.Property + "Memory", $"reader.Matrix({Joint}.Columns({_members.OwnSize(_attention.QuerySize)}, {_members.OwnSize(_attention.MemorySize)}))", $"[{_attention.Size}, {_members.Note(_attention.MemorySize)}]");
                yield return Multiply((matrix, Vector("MemoryBias", _members.Tensor(_layer.Key + ".joint.bias", _attention.Size!.Value), _attention.Size.Value)), "Keys");
                break;

            default:
                yield return Multiply(Linear("memory", _attention.Size!.Value, _attention.MemorySize), "Keys");
                break;
        }
    }

    private string Joint => _members.Tensor(_layer.Key + ".joint.weight", _attention.Size!.Value, _attention.QuerySize + _attention.MemorySize);

    private static string Multiply((StreamingWeight Matrix, StreamingWeight? Bias) linear, string target) =>
        $"_weights.{linear.Matrix.Field}.Multiply<TLane>(_memory.Values, {(linear.Bias is null ? "" : $"_weights.{linear.Bias.Field}, ")}_memory.{target}, _memory.Positions);";

    /// <summary>The projected query.</summary>
    private string Project(string name, Polynomial inputs, string query, string row, bool hasBias)
    {
        var size = _attention.Size!.Value;
        var (matrix, bias) = _attention.Score == AttentionScoreKind.Concat
            ? (_members.AddWeight("StreamMatrix", _layer.Property + "Query", $"reader.Matrix({Joint}.Columns(0, {_members.OwnSize(inputs)}))", $"[{size}, {inputs}]"), null)
            : Linear(name, size, inputs, hasBias);
        _query = _members.AddRows(_layer.Property + "Query", size, StreamingExtent.Step, $"{_layer.Key}: the projected query");
        return $"_weights.{matrix.Field}.Multiply<TLane>({query}.At({row}), {(bias is null ? "" : $"_weights.{bias.Field}, ")}{_query.Field}, 1);";
    }

    private (StreamingWeight Matrix, StreamingWeight? Bias) Linear(string name, Polynomial outputs, Polynomial inputs, bool hasBias = true)
    {
        var member = _layer.Property + char.ToUpperInvariant(name[0]) + name.Substring(1);
        var matrix = _members.AddWeight("StreamMatrix", member, $"reader.Matrix({_members.Tensor($"{_layer.Key}.{name}.weight", outputs, inputs)})", $"[{outputs}, {_members.Note(inputs)}]");
        return (matrix, hasBias ? _members.AddWeight("StreamRows", member + "Bias", $"{_members.Types["WeightReader"]}.Vector({_members.Tensor($"{_layer.Key}.{name}.bias", outputs)})", $"[{outputs}]") : null);
    }

    private StreamingWeight Vector(string name, string tensor, Polynomial length) =>
        _members.AddWeight("StreamRows", _layer.Property + name, $"{_members.Types["WeightReader"]}.Vector({tensor})", $"[{length}]");
}
