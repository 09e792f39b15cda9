namespace Imara.Boot.Installing;

/// <summary>The command line of scripts in an initramfs.</summary>
internal static class ShellCommand
{
    /// <summary>Loads the policy of the system that is mounted at a variable.</summary>
    public static string Of(InstallRequest request, string root)
    {
        var require = request.IsRequired ? " --require" : string.Empty;
        var policy = request.Policy is { } path ? $" --policy \"{root}{path}\"" : string.Empty;
        return $"{request.Program} boot load --kmsg{require} --root \"{root}\"{policy}";
    }
}
