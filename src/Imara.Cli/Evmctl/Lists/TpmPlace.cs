using System.Globalization;
using System.Net;
using Imara.Linux.Tpm;

namespace Imara.Cli.Evmctl.Lists;

/// <summary>Where the TPM is that evmctl's libraries would ask: by the variables of tpm2-tools, else by those of the IBM TSS.</summary>
/// <remarks>docs/reference/attestation.md 1.3, 1.4.</remarks>
internal static class TpmPlace
{
    /// <summary>The devices of the kernel, the one with a resource manager first.</summary>
    private static readonly string[] Devices = ["/dev/tpmrm0", "/dev/tpm0"];

    /// <summary>The TPM that the environment names, as a text of the form <c>device:PATH</c>, <c>swtpm:host=H,port=P</c> or <c>swtpm:path=PATH</c>; null: none.</summary>
    public static string? FromEnvironment()
    {
        var tcti = Environment.GetEnvironmentVariable("TPM2TOOLS_TCTI");
        return !string.IsNullOrEmpty(tcti) ? tcti : Environment.GetEnvironmentVariable("TPM_INTERFACE_TYPE") switch
        {
            "dev" => "device:" + (Environment.GetEnvironmentVariable("TPM_DEVICE") ?? Devices[1]),
            "socsim" when Environment.GetEnvironmentVariable("TPM_SERVER_TYPE") is "raw" or "rawsingle" =>
                $"swtpm:host={Environment.GetEnvironmentVariable("TPM_SERVER_NAME") ?? "localhost"},port={Environment.GetEnvironmentVariable("TPM_COMMAND_PORT") ?? "2321"}",
            "socsim" => "mssim",
            _ => null,
        };
    }

    /// <summary>Opens the first device that is there.</summary>
    public static TpmChannel? OpenDevice(out string reason)
    {
        foreach (var device in Devices)
        {
            var error = TpmChannel.OpenDevice(device, out var channel);
            if (error != Errno.ENOENT)
            {
                reason = $"{device}: {ErrnoText.Of(error)}";
                return channel;
            }
        }

        reason = $"there is neither {Devices[0]} nor {Devices[1]}";
        return null;
    }

    /// <summary>Opens a TPM that was named.</summary>
    /// <param name="place">As <see cref="FromEnvironment"/> gives it.</param>
    /// <param name="reason">Why it cannot be reached.</param>
    public static TpmChannel? Open(string place, out string reason)
    {
        var colon = place.IndexOf(':');
        var kind = colon < 0 ? place : place[..colon];
        var rest = colon < 0 ? string.Empty : place[(colon + 1)..];
        if (kind == "device")
        {
            return rest.Length == 0 ? OpenDevice(out reason) : Told(TpmChannel.OpenDevice(rest, out var device), device, rest, out reason);
        }

        if (kind != "swtpm")
        {
            reason = $"a TPM behind `{place}` cannot be asked; device:PATH and swtpm:host=HOST,port=PORT can";
            return null;
        }

        var parts = rest.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToArray();
        if (parts.FirstOrDefault(part => part is ["path", _]) is [_, var path])
        {
            return Told(TpmChannel.Connect(path, out var local), local, path, out reason);
        }

        var host = parts.FirstOrDefault(part => part is ["host", _]) is [_, var name] && name != "localhost" ? name : "127.0.0.1";
        var port = parts.FirstOrDefault(part => part is ["port", _]) is [_, var number] ? number : "2321";
        if (!IPAddress.TryParse(host, out var address) || address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork
            || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
        {
            reason = $"`{place}` names no IPv4 address and port";
            return null;
        }

        return Told(TpmChannel.Connect(address, parsed, out var remote), remote, $"{host}:{port}", out reason);
    }

    private static TpmChannel? Told(Errno error, TpmChannel? channel, string place, out string reason)
    {
        reason = $"{place}: {ErrnoText.Of(error)}";
        return channel;
    }
}
