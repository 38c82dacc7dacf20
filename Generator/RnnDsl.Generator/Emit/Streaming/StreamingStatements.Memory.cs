using RnnDsl.Generator.Lowering.Streams;

namespace RnnDsl.Generator.Emit.Streaming;

/// <content>What reads the memory of an encoder-decoder.</content>
internal sealed partial class StreamingStatements
{
    public IEnumerable<string> Visit(MultiplyMemory step) =>
        [$"_weights.{members[step.Matrix]}.Multiply<TLane>(_memory.Values, {Bias(step.Bias)}_memory.{(step.IsValue ? "HeadValues" : "Keys")}, _memory.Positions);"];

    public IEnumerable<string> Visit(DotScores step)
    {
        var size = StreamingClass.Size(step.Size);
        return [$"_memory.Dot<TLane>({_places.Reference(step.Query, _first)}, {size}, {(step.IsScaled ? $"1 / {members.Types["MathF"]}.Sqrt({size})" : "1")});"];
    }

    public IEnumerable<string> Visit(AdditiveScores step)
    {
        var more = step.Coverage is null && !step.IsLocated ? ""
            : $", {(step.Coverage is var (weight, state) ? $"_weights.{members[weight]}, {members[state]}.At({_first})" : "default, default")}, located: {Literal.Of(step.IsLocated)}";
        return [$"_memory.Additive<TLane>({members[step.Query]}, _weights.{members[step.Score]}, {StreamingClass.Size(step.Query.Width)}{more});"];
    }

    public IEnumerable<string> Visit(LocatePrevious step) => [$"_memory.Locate<TLane>({members[step.Previous]}.At({_first}), _weights.{members[step.Filters]}, _weights.{members[step.Location]});"];

    public IEnumerable<string> Visit(AttendHeads step) => [$"_memory.Heads<TLane>({members[step.Query]}, {StreamingClass.Size(step.Query.Width)}, {Literal.Of(step.Heads)}, {members[step.Target]});"];

    public IEnumerable<string> Visit(ReadContext step) => [$"_memory.Context<TLane>({_places.Reference(step.Target, _first)});"];

    public IEnumerable<string> Visit(AddCoverage step) => [$"_memory.Cover({_places.State(step.Coverage, _first)});"];

    public IEnumerable<string> Visit(KeepWeights step) => [$"_memory.CopyWeights(ref {members[step.Previous]}.Row({StreamingPlaces.IndexOf(step.Previous, _first)}));"];

    public IEnumerable<string> Visit(MixCopies step) =>
        [$"_memory.Copy<TLane>({_places.Reference(step.Scores, _first)}, {Width(step.Scores)}, {_places.Value(step.Gate, _first)}, {_places.Reference(step.Target, _first)}, {Width(step.Target)});"];
}
