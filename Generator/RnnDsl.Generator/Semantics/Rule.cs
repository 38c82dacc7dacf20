namespace RnnDsl.Generator.Semantics;

/// <summary>One thing a declaration can get wrong. Its id has a page in docs/diagnostics and a row in the release file.</summary>
/// <param name="Id">RNN1xx declaration, RNN2xx shapes, RNN3xx equations.</param>
/// <param name="Severity">How loudly it is said.</param>
/// <param name="Title">The rule in a few words.</param>
/// <param name="Message">What was found, what was expected and what to do, with places for the particulars.</param>
internal sealed record Rule(string Id, RuleSeverity Severity, string Title, string Message);

internal enum RuleSeverity
{
    /// <summary>The model cannot work; its members are there, but throw.</summary>
    Error,

    /// <summary>The model works, and hardly as meant.</summary>
    Warning,

    /// <summary>The model works; this is what it costs.</summary>
    Info,
}
