using RnnDsl.Generator.Lowering.Streams;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the steps of a stream as statements.</summary>
/// <param name="members">The members of the stream.</param>
/// <param name="span">The steps that one call computes.</param>
internal sealed partial class StreamingStatements(StreamingClass members, StreamSpan span) : IStreamStepVisitor<IEnumerable<string>>
{
    private readonly StreamingPlaces _places = new(members);
    private readonly string _first = span switch { StreamSpan.Block => "first", StreamSpan.Step => "t", _ => "0" };

    private string Functions => members.Types["StreamFunctions"];

    /// <summary>The statements.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="areBelow">Whether there are statements above them.</param>
    public IEnumerable<string> Of(IEnumerable<StreamStep> steps, bool areBelow = false)
    {
        foreach (var step in steps)
        {
            if (step is StreamNote && areBelow)
            {
                yield return "";
            }

            foreach (var line in step.Accept(this))
            {
                yield return line;
            }

            areBelow = true;
        }
    }

    public IEnumerable<string> Visit(StreamNote step) => ["// " + step.Text];

    public IEnumerable<string> Visit(ReadInput step) => EachStep(step.Count, t => $"{InputOf(t, StreamingClass.Size(step.Target.Width))}.CopyTo({members[step.Target]}.Span({t}));");

    public IEnumerable<string> Visit(ReadTable step) => EachStep(step.Count, t => $"_weights.{members[step.Table]}.Read<TLane>({TokenOf(t)}, {members[step.Target]}, {t});");

    public IEnumerable<string> Visit(MultiplyRows step) =>
    [
        $"_weights.{members[step.Matrix]}.Multiply<TLane>({_places.From(step.Source, _first)}, {Bias(step.Bias)}{_places.From(step.Target, _first)}, {StreamingPlaces.CodeOf(step.Count)});",
    ];

    public IEnumerable<string> Visit(RunPass step) => EachStep(step.Count, t => $"{members[step.Pass]}<TLane>({t});");

    public IEnumerable<string> Visit(NormaliseRows step) => EachStep(
        step.Count,
        t => $"{Functions}.Normalise<TLane>({_places.Reference(step.Source, t)}, ref _weights.{members[step.Gain]}.Row(0), ref _weights.{members[step.Bias]}.Row(0), {_places.Reference(step.Target, t)}, {Width(step.Target)}, 1);");

    public IEnumerable<string> Visit(SoftmaxRows step) => EachStep(
        step.Count, t => $"{Functions}.{(step.IsLog ? "LogSoftmax" : "Softmax")}<TLane>({_places.Reference(step.Source, t)}, {_places.Reference(step.Target, t)}, {Width(step.Target)});");

    public IEnumerable<string> Visit(TanhRows step) => EachStep(step.Count, t => $"{Functions}.Tanh<TLane>({_places.Reference(step.Rows, t)}, {Width(step.Rows)});");

    public IEnumerable<string> Visit(MaxoutRows step) => EachStep(step.Count, t => $"{Functions}.Maxout({_places.Reference(step.Source, t)}, {_places.Reference(step.Target, t)}, {Width(step.Target)});");

    public IEnumerable<string> Visit(CopyColumns step) => EachStep(step.Count, t => $"{Functions}.Copy({_places.Reference(step.Source, t)}, {_places.Reference(step.Target, t)}, {StreamingClass.Size(step.Width)});");

    public IEnumerable<string> Visit(AddColumns step) => EachStep(
        step.Count,
        t => $"{Functions}.Add<TLane>({_places.Reference(step.Left, t)}, {_places.Reference(step.Right, t)}, {(step.IsMean ? "0.5f" : "1")}, {_places.Reference(step.Target, t)}, {StreamingClass.Size(step.Width)});");

    public IEnumerable<string> Visit(RunCell step) => [$"{members[step.Cell]}<TLane>({_first}, {StreamingPlaces.CodeOf(step.Count)});"];

    public IEnumerable<string> Visit(ReverseRows step) => [$"{_places.From(step.Source, _first)}.CopyReversed({members[step.Target]}, {StreamingPlaces.CodeOf(step.Count)});"];

    private static string Width(RowsPlace place) => StreamingClass.Size(place.Rows.Width);

    private string Bias(StreamWeight? bias) => bias is null ? "" : $"_weights.{members[bias]}, ";

    private string TokenOf(string step) => span switch
    {
        StreamSpan.Block => $"tokens[done + {step} - first]",
        StreamSpan.Step => "token",
        _ => $"source[{step}]",
    };

    private string InputOf(string step, string width) => span switch
    {
        StreamSpan.Block => $"inputs.Slice((done + {step} - first) * {width}, {width})",
        StreamSpan.Step => "input",
        _ => $"source.Slice({step} * {width}, {width})",
    };

    /// <summary>A statement for each step.</summary>
    private IEnumerable<string> EachStep(StreamCount count, Func<string, string> statement) => count.IsOne ? [statement(_first)] :
    [
        $"for (var t = {_first}; t < {(_first == "0" ? count.Name : $"{_first} + {count.Name}")}; t++)",
        "    " + statement("t"),
    ];
}
