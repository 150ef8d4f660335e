using System.CommandLine;

namespace FlowFunctions.Cli.Help;

/// <summary><c>flows completion</c>: scripts that let shells complete what the parser itself suggests.</summary>
internal static class CompletionVerb
{
    // Each asks the tool: [suggest:N] answers what can stand at the Nth character of the line.
    private const string Bash = """
        _flows() {
            local IFS=$'\n'
            COMPREPLY=( $(compgen -W "$(flows "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
            [ ${#COMPREPLY[@]} -eq 0 ] || COMPREPLY=( $(printf '%q\n' "${COMPREPLY[@]}") )
        }
        complete -F _flows flows
        """;

    private const string Zsh = """
        #compdef flows
        _flows() {
            local -a found
            found=("${(@f)$(flows "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a found
        }
        compdef _flows flows
        # Loaded by its first use, it has only defined itself.
        if [ "$funcstack[1]" = _flows ]; then
            _flows
        fi
        """;

    private const string Fish = """
        complete -f -c flows -a '(flows "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName flows -ScriptBlock {
            param($word, $line, $position)
            flows "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Verb Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var verb = new Verb("completion", "Write a script that lets a shell complete verbs, options and their values.")
        {
            Examples =
            [
                ("flows completion bash > ~/.local/share/bash-completion/completions/flows", "for all sessions from now on"),
                ("flows completion zsh > ~/.zfunc/_flows", "with ~/.zfunc in fpath"),
                ("flows completion fish > ~/.config/fish/completions/flows.fish", "for fish"),
                ("flows completion pwsh >> $PROFILE", "for PowerShell"),
            ],
        };
        verb.Add(shell);
        verb.SetAction(arguments =>
        {
            arguments.InvocationConfiguration.Output.WriteLine(arguments.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            });
            return ExitCode.Success;
        });
        return verb;
    }
}
