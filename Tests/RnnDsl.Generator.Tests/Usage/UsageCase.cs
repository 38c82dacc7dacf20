namespace RnnDsl.Generator.Tests.Usage;

/// <summary>Statements with one mistake, and the same without it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Wrong">The statements, with « and » around what the diagnostic must point at.</param>
/// <param name="Message">The whole message.</param>
/// <param name="Right">The statements as they were meant.</param>
internal sealed record UsageCase(string Id, string Wrong, string Message, string Right)
{
    public string Source => UsageSource.Method(Wrong.Replace("«", "").Replace("»", ""));

    public string Marked => Wrong[(Wrong.IndexOf('«') + 1)..Wrong.IndexOf('»')];

    public string RightSource => UsageSource.Method(Right);
}
