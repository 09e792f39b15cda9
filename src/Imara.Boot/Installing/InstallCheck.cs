using Imara.Boot.Discovery;
using Imara.Boot.Loading;
using Imara.Linux.Files;
using Imara.Policy.Checking;

namespace Imara.Boot.Installing;

/// <summary>Whether the next boot would find a policy that loads: a machine that is told to halt without one must not be told so before there is one.</summary>
public static class InstallCheck
{
    /// <summary>Looks at the policy of a system.</summary>
    /// <param name="request">What is to be installed.</param>
    /// <param name="root">The folder of the system.</param>
    /// <param name="about">Tells about the running kernel; null if another one boots this system.</param>
    /// <param name="listener">Is told what is wrong.</param>
    /// <returns>Why the policy would not be loaded; null if nothing speaks against it.</returns>
    public static string? WhyNot(InstallRequest request, string root, Func<LoadingKernel>? about, ILoadListener listener)
    {
        var notes = new List<string>();
        var path = request.Policy is { } named ? BootPlaces.Below(root, named) : new BootSearch(root, notes).FindPolicy(out _)?.Path;
        foreach (var note in notes)
        {
            listener.Note(note);
        }

        if (path is null || !BootSearch.Exists(path))
        {
            return path is null ? "there is no policy in /etc/ima/ima-policy or /etc/sysconfig/ima-policy" : $"{path} does not exist";
        }

        var error = WholeFile.Read(path, out var text);
        if (error != Errno.None)
        {
            return $"{path}: {error}: the policy cannot be read";
        }

        if (about is null)
        {
            return null;
        }

        var preflight = Preflight.Of(new PolicySource(path, text), about(), LoadChoice.Auto);
        if (preflight.Refusal is null)
        {
            return null;
        }

        listener.Refusal(preflight.Shown);
        return $"the running kernel would refuse {path}";
    }
}
