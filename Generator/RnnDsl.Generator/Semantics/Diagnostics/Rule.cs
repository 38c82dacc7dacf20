namespace RnnDsl.Generator.Semantics;

/// <summary>A rule for declarations or their use. Its id has a page in docs/diagnostics and a row in the release file.</summary>
/// <param name="Id">RNN1xx declaration, RNN2xx shapes, RNN3xx equations, RNN4xx encoders and decoders, RNN5xx streams and ONNX files, RNN6xx use in code.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Title">The rule in one sentence.</param>
/// <param name="Message">The message format: what was found, what was expected and what to do.</param>
internal sealed record Rule(string Id, RuleSeverity Severity, string Title, string Message);

internal enum RuleSeverity
{
    /// <summary>The model cannot work; its members are emitted with bodies that throw.</summary>
    Error,

    /// <summary>The model works, but is probably not what was meant.</summary>
    Warning,

    /// <summary>The model works; the diagnostic explains a cost.</summary>
    Info,
}
