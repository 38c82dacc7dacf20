using System.Collections;
using Microsoft.Build.Framework;

namespace RnnDsl.Runtime.Tests.NativeLibrary;

/// <summary>An MSBuild that only listens: what a task logs is kept for the test to read.</summary>
internal sealed class BuildLog : IBuildEngine
{
    public List<BuildErrorEventArgs> Errors { get; } = [];

    public List<string> Messages { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "test.proj";

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message ?? "");

    public void LogWarningEvent(BuildWarningEventArgs e) => throw new InvalidOperationException($"An unexpected warning: {e.Message}");

    public void LogCustomEvent(CustomBuildEventArgs e) => throw new InvalidOperationException($"An unexpected event: {e.Message}");

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new InvalidOperationException("The task builds no project.");
}
