using System.Diagnostics;
using Xunit;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>Two network namespaces with a link of 100 Mbit/s and 2 ms between them: two hosts, as far as Open MPI can see.</summary>
internal sealed class TwoHosts : IDisposable
{
    private const string First = "rnndsl-1";
    private const string Second = "rnndsl-2";

    /// <summary>The time of a packet from one host to the other.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(2);

    private readonly TemporaryFolder _folder = new();

    public TwoHosts()
    {
        Remove();
        Ip("netns add", First);
        Ip("netns add", Second);
        DelayedLink.Start("rnndsl-v1", "rnndsl-v2", Delay, bitsPerSecond: 100e6);
        foreach (var (host, name, device) in new[] { (1, First, "rnndsl-v1"), (2, Second, "rnndsl-v2") })
        {
            Ip($"link set {device} netns {name}");
            Ip($"-n {name} addr add 10.91.0.{host}/24 dev {device}");
            Ip($"-n {name} link set {device} up");
            Ip($"-n {name} link set lo up");
        }

        // mpirun starts its daemon on the second host with it, as with ssh: the host, then the command.
        var agent = _folder["agent"];
        File.WriteAllText(agent, $"#!/bin/sh\nshift\nexec ip netns exec {Second} sh -c \"$*\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(agent, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Launcher =
        [
            "ip", "netns", "exec", First, "mpirun", "--host", "10.91.0.1,10.91.0.2", "--mca", "plm_rsh_agent", agent, "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", "10.91.0.0/24",
            "--mca", "oob_tcp_if_include", "10.91.0.0/24", "-n", "2",
        ];
    }

    /// <summary>Why there are none here; <c>null</c> if there can be.</summary>
    public static string? WhyNot { get; } = Probe();

    /// <summary>The command that starts a rank on each host.</summary>
    public string[] Launcher { get; }

    public void Dispose()
    {
        Remove();
        _folder.Dispose();
    }

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return "Only root makes network namespaces.";
        try
        {
            using var hosts = new TwoHosts();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return $"Network namespaces cannot be made here: {exception.Message}";
        }
    }

    private static void Remove()
    {
        foreach (var name in new[] { First, Second })
        {
            if (File.Exists("/run/netns/" + name))
                Ip("netns delete", name);
        }
    }

    private static void Ip(string arguments, string last = "") => Run("ip", $"{arguments} {last}".TrimEnd());

    private static void Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {arguments}: {errors.Trim()}");
    }
}
