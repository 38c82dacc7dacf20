using RnnDsl.Generator.Lowering.Streams;

namespace RnnDsl.Generator.Emit.Streaming;

/// <content>Windows over time, and what is computed of the steps so far.</content>
internal sealed partial class StreamingStatements
{
    private string Windows => members.Types["StreamWindows"];

    private string Pooling => members.Types["StreamPooling"];

    public IEnumerable<string> Visit(CountWindows step)
    {
        var (window, before) = (step.Window, StreamingPlaces.CodeOf(step.Before));
        var rest = window.Shrink == 0 ? before : window.Shrink > 0 ? $"{before} - {Literal.Of(window.Shrink)}" : $"{before} + {Literal.Of(-window.Shrink)}";
        yield return $"var {step.After.Name} = {(window.Stride == 1 ? rest : $"({rest} + {Literal.Of(window.Stride - 1)}) / {Literal.Of(window.Stride)}")};";
        if (window.Shrink > 0)
        {
            yield return $"CheckWindow({(window.Stride == 1 ? step.After.Name : rest)}, {Literal.Of(step.Layer)});";
        }
    }

    public IEnumerable<string> Visit(GatherWindows step)
    {
        var window = step.Window;
        return [$"{Windows}.Gather({_places.From(step.Source, _first)}, {StreamingPlaces.CodeOf(step.Before)}, {members[step.Target]}, {StreamingPlaces.CodeOf(step.After)}, {Literal.Of(window.Kernel)}, {Literal.Of(window.Stride)}, {Literal.Of(window.Dilation)}, {Literal.Of(window.Before)});"];
    }

    public IEnumerable<string> Visit(ContinueWindow step) => EachStep(
        step.Count,
        t => $"{Windows}.Causal(ref {members[step.Past]}.Row({t}), {_places.Reference(step.Source, t)}, ref {members[step.Target]}.Row({t}), ref {members[step.Past]}.Row({StreamingPlaces.IndexOf(step.Past, t)}), {Width(step.Source)}, {Literal.Of(step.Window.Kernel)}, {Literal.Of(step.Window.Dilation)});");

    public IEnumerable<string> Visit(AverageWindows step) =>
    [
        $"{Windows}.Average<TLane>({_places.From(step.Source, _first)}, {members[step.Target]}, {StreamingPlaces.CodeOf(step.After)}, {Literal.Of(step.Window.Kernel)}, {Literal.Of(step.Window.Stride)});",
    ];

    public IEnumerable<string> Visit(RunningMaximum step) => EachStep(
        step.Count, t => $"{Pooling}.Max({_places.State(step.Steps, t)}, {_places.State(step.Maximum, t)}, {_places.Reference(step.Source, t)}, {Width(step.Source)});");

    public IEnumerable<string> Visit(RunningMean step) => EachStep(
        step.Count,
        t => $"{Pooling}.Mean<TLane>({_places.State(step.Steps, t)}, {_places.State(step.Sum, t)}, {_places.State(step.Lost, t)}, {_places.Reference(step.Source, t)}, ref {members[step.Target]}.Row({t}), {Width(step.Source)});");

    public IEnumerable<string> Visit(RunningAttention step) => EachStep(
        step.Count,
        t => $"{Pooling}.Attend<TLane>({_places.State(step.Scale, t)}, {_places.State(step.Sum, t)}, {members[step.Scores]}.Row({t}), {_places.Reference(step.Source, t)}, ref {members[step.Target]}.Row({t}), {Width(step.Source)});");

    public IEnumerable<string> Visit(MeanOfRows step) =>
        [$"{Functions}.Mean<TLane>({_places.From(step.Source, _first)}, {StreamingPlaces.CodeOf(step.Rows)}, {_places.Reference(step.Target, _first)}, {Width(step.Target)});"];
}
